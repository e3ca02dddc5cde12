"""Measures an assessment of the reference service: time, processor time, memory, and bytes of evidence."""

import argparse
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from _figures import Figure, options, tell
from _recorded import asked_for
from _reference import counted

from cpcs_harness.assess import judge
from cpcs_harness.evidence.events import Exchange
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

Measured = dict[str, float]
NO_WAITING = "processor time of harness and reference over all cores, as if nothing waited"


def measured(asked: Asked, keep: Path | None) -> Measured:
    """Assess once, in a process that has done nothing else; the folder that it wrote may be kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "run"
        at_first = _memory()
        wall, own, others = time.perf_counter(), _processor(), list[float]()
        with counted(others) as start:
            record(asked, None, folder, start=start)
            own_recorded = _processor()
            while_recording = _memory() + _memory(resource.RUSAGE_CHILDREN)
        recorded, before = time.perf_counter(), _processor(resource.RUSAGE_SELF)
        judge(folder)
        judged, own_judged = time.perf_counter(), _processor(resource.RUSAGE_SELF) - before
        found = {
            "wall": judged - wall,
            "judging": judged - recorded,
            "recording": recorded - wall,
            "own": own_recorded - own,
            "own, judging": own_judged,
            "reference": sum(others),
            "memory": max(while_recording, _memory()),
            "memory at first": at_first,
            **_evidence(folder / EVIDENCE),
        }
        if keep:
            shutil.rmtree(keep, ignore_errors=True)
            shutil.copytree(folder, keep)
        return found


def _evidence(folder: Path) -> Measured:
    exchanges = Evidence.load(folder).of(Exchange)
    bodies = [side.body.bytes for event in exchanges for side in (event.data.request, event.data.response)]
    return {
        "exchanges": len(exchanges),
        "kept": _bytes([folder / "events.ndjson", folder / "bodies.tar.gz"]),
        "sent": sum(bodies),
    }


def _memory(whose: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


def _processor(*whose: int) -> float:
    """Give processor seconds: without an argument of us, and of the process that wrote the log and has ended.

    The reference's processes are children of another, which goes on until we have looked.
    """
    used = [resource.getrusage(each) for each in whose or (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _bytes(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def figures(runs: list[Measured]) -> Iterator[Figure]:
    """Give the figures of some runs."""

    def of(name: str, by: float = 1.0) -> list[float]:
        return [run[name] / by for run in runs]

    cores = os.cpu_count() or 1
    busy = [(run["own"] + run["own, judging"] + run["reference"]) / cores for run in runs]
    yield Figure(
        "`cpcs assess`, to the last report", "s", of("wall"), 30, NO_WAITING, busy, before="61 to 81 s"
    )
    yield Figure("its recording", "s", of("recording"), before="43 to 50 s")
    share = [run["judging"] / run["wall"] * 100 for run in runs]
    yield Figure("its judging and reports, of the whole", "%", share, 25, before="11 s")
    each = [run["own"] / run["exchanges"] * 1000 for run in runs]
    theirs = [run["reference"] / run["exchanges"] * 1000 for run in runs]
    name, goal = "processor time for one exchange on our side", 4.8
    yield Figure(name, "ms", each, goal, "the reference's", theirs, before="14.5 ms")
    yield Figure("exchanges", "", of("exchanges"))
    kept, sent = of("kept", 1e6), of("sent", 1e6)
    yield Figure("events and bodies of that run", "MB", kept, 12, "bodies sent", sent, before="55 MB")
    yield Figure(
        "memory of that run at most",
        "MB",
        of("memory"),
        300,
        "its imports",
        of("memory at first"),
        before="504 MB",
    )


def main() -> None:
    """Run it a number of times, each in a process of its own."""
    parser = options(__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], help="only this journey, as of cpcs assess")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the last run there, for other benchmarks"
    )
    asked = parser.parse_args()
    tell(asked, figures(_runs(asked)))


def _runs(asked: argparse.Namespace) -> list[Measured]:
    plan = asked_for(asked) if asked.smallest else Asked(gate="none", only=tuple(asked.only))
    count = 1 if asked.smallest else asked.runs
    kept = [None] * (count - 1) + [asked.keep]
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as processes:
        return [processes.apply(measured, (plan, keep)) for keep in kept]


if __name__ == "__main__":
    main()
