"""Measures what each further journey costs a run: a line through runs of several counts of journeys."""

import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from _figures import Figure, options, tell
from _reference import counted

from cpcs_harness.assess import judge
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.run.candidate import declaration_of
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from cpcs_harness.run.suite import checked_catalogue

SHARES = (4, 2, 1)
"""Each run has every fourth, every second, or each of the journeys, in order of id."""
FEW = (128, 64)
"""For the smallest: one journey or two, and one more."""
NO_WAITING = "processor time of harness and reference over all cores, as if nothing waited"
COSTS = {
    "whole": "a run of some journeys",
    "recording": "its recording",
    "own": "processor time of its recording on our side",
    "reference": "the reference's processor time for it",
}


def journeys() -> list[str]:
    """Give the journeys that the reference goes, in order of id."""
    declaration = declaration_of(None, checked_catalogue())
    return [name for name, journey in all_journeys().items() if journey.wanted(declaration)]


def measured(names: Sequence[str]) -> dict[str, float]:
    """Record and judge a run of these journeys, in a process that has done nothing else; gives its seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder, theirs = Path(name) / "run", list[float]()
        began = time.perf_counter()
        used = _processor(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        with counted(theirs) as start:
            record(Asked(gate="none", only=tuple(names)), None, folder, start=start)
            # of the process that wrote the log too, which has ended; the reference's are children of another
            own = _processor(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) - used
        recorded, before = time.perf_counter(), _processor(resource.RUSAGE_SELF)
        judge(folder)
        worked = own + _processor(resource.RUSAGE_SELF) - before + sum(theirs)
        return {
            "journeys": float(len(names)),
            "whole": time.perf_counter() - began,
            "recording": recorded - began,
            "own": own,
            "reference": sum(theirs),
            "as if nothing waited": worked / (os.cpu_count() or 1),
        }


def _processor(*whose: int) -> float:
    used = [resource.getrusage(each) for each in whose]
    return sum(each.ru_utime + each.ru_stime for each in used)


def slope(runs: Sequence[dict[str, float]], of: str) -> float:
    """Give how much each further journey adds, by least squares."""
    return statistics.linear_regression([run["journeys"] for run in runs], [run[of] for run in runs]).slope


def figures(rounds: int, shares: Sequence[int]) -> Iterator[Figure]:
    """Run each share of the journeys so many times, by turns."""
    names = journeys()
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as processes:
        told = [[processes.apply(measured, (names[::share],)) for share in shares] for _ in range(rounds)]
    for place in range(len(shares)):
        runs = [each[place] for each in told]
        for name, said in COSTS.items():
            yield Figure(said, "s", [run[name] for run in runs], size=runs[0]["journeys"], of="journeys")
    ours = [slope(runs, "own") for runs in told]
    least = [slope(runs, "as if nothing waited") for runs in told]
    whole = [slope(runs, "whole") for runs in told]
    yield Figure("each further journey", "s", whole, 0.3, NO_WAITING, least)
    yield Figure("of it, recording", "s", [slope(runs, "recording") for runs in told])
    theirs = [slope(runs, "reference") for runs in told]
    yield Figure(
        "processor time of each further journey on our side, recording",
        "s",
        ours,
        peer="the reference's",
        peers=theirs,
    )


def main() -> None:
    """Run some shares of the journeys, a number of times."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    tell(asked, figures(1, FEW) if asked.smallest else figures(asked.rounds, SHARES))


if __name__ == "__main__":
    main()
