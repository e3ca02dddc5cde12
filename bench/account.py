"""Times looking for everybody of a run in whatever left the candidate, through all encodings: the checks ACC-*.

The peer is judging the same exchanges by every criterion, the search among them: it is to take ten times as long.
"""

import multiprocessing
import tempfile
from collections.abc import Iterator
from pathlib import Path

from _figures import Figure, options, tell
from _recorded import add_run, recorded
from judging import judge_again, resize, seconds

from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.account import Account
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.judging.views import RunView

SIZES = (1_000, 3_000, 10_000)
RATIO = 10


def search(run: RunView) -> None:
    """Read everything that left the candidate, and look for everybody."""
    account = Account(run)
    for call in run.calls:
        if call.direction == "from-candidate":
            account.told(call)


def searching(folder: Path) -> float:
    """Time the search alone, without reading the evidence."""
    run = RunView(Evidence.load(folder / EVIDENCE))
    return seconds(lambda _: search(run), folder)


def figures(source: Path, sizes: tuple[int, ...], rounds: int) -> Iterator[Figure]:
    """Time each size, the search and judging turn about, each in a process that remembers nothing."""
    for size in sizes:
        with (
            tempfile.TemporaryDirectory() as name,
            multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as processes,
        ):
            folder = Path(name)
            resize(source / EVIDENCE, folder / EVIDENCE, size)
            timed = [
                (processes.apply(searching, (folder,)), processes.apply(seconds, (judge_again, folder)))
                for _ in range(rounds)
            ]
        own, peers = [one for one, _ in timed], [other for _, other in timed]
        yield Figure(
            "looking for everybody in what was sent", "s", own, None, "to judge by every criterion", peers,
            RATIO, size=size, of="exchanges",
        )  # fmt: skip


def main() -> None:
    """Take a run or record one, and time it at three sizes."""
    parser = options(__doc__)
    add_run(parser)
    parser.add_argument("--exchanges", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    sizes, rounds = ((20,), 1) if asked.smallest else (tuple(asked.exchanges), asked.rounds)
    with recorded(asked) as run:
        tell(asked, figures(run, sizes, rounds))


if __name__ == "__main__":
    main()
