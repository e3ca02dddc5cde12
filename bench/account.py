"""Times the account of a run: whom what left the candidate is about, through all encodings, and what accounts for it.

The peer is judging the same exchanges by every criterion, the account among them: it is to take ten times as long.
Garbage is looked for as seldom as while a run is judged.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from _figures import Figure, options, tell
from _recorded import add_run, recorded
from judging import judge_again, resize

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.evidence.garbage import seldom_looked_for
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.account import Ledger
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.judging.views import RunView

SIZES = (1_000, 3_000, 10_000)
RATIO = 10


def search(run: RunView) -> None:
    """Read everything that left the candidate, look for everybody, and say what accounts for each call."""
    run.read(Ledger).entries  # noqa: B018 - made when it is first asked for


def seconds(call: Callable[[Path], object], folder: Path) -> float:
    """Time one call on the processor: both are compared, and other work on the machine is to count for neither."""
    began = time.process_time()
    call(folder)
    return time.process_time() - began


def searching(folder: Path) -> float:
    """Time the account alone, without reading the evidence."""
    run = RunView(Evidence.load(folder / EVIDENCE), traffic=load_catalogue().traffic)
    with seldom_looked_for():
        return seconds(lambda _: search(run), folder)


def figures(source: Path, sizes: tuple[int, ...], rounds: int) -> Iterator[Figure]:
    """Time each size, the account and judging turn about, each in a process that remembers nothing."""
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
            "processor time of accounting for everything that was sent", "s", own, None,
            "of judging by every criterion", peers, RATIO, size=size, of="exchanges",
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
