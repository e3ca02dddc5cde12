"""Times commands that drive and judge nothing, against Python importing only what they could not do without."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from _figures import Figure, options, tell

from cpcs_harness._content import CATALOGUE

CPCS = Path(sys.executable).with_name("cpcs")
CLICK = "import click"
YAML = "import sys, click, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), yaml.CSafeLoader)"


def seconds(command: Sequence[str | Path]) -> float:
    """Time one process, from its start to its end."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def timed(
    name: str, goal: float, arguments: Sequence[str], peer: str, code: Sequence[str | Path], rounds: int
) -> Figure:
    """Time a command and its peer turn about."""
    own, others = [CPCS, *arguments], [sys.executable, "-c", *code]
    pairs = [(seconds(own), seconds(others)) for _ in range(rounds)]
    return Figure(name, "s", [pair[0] for pair in pairs], goal, peer, [pair[1] for pair in pairs])


def figures(rounds: int) -> Iterator[Figure]:
    """Time each command."""
    yield timed("`cpcs --help`", 0.3, ["--help"], "Python and Click", [CLICK], rounds)
    code = [YAML, CATALOGUE]
    told = "Python, Click, and parsing the catalogue's first file"
    yield timed("`cpcs requirements`", 0.6, ["requirements"], told, code, rounds)


def main() -> None:
    """Time them."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    tell(asked, figures(1 if asked.smallest else asked.rounds))


if __name__ == "__main__":
    main()
