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
from typing import Any

from _figures import Figure, options, tell
from _goal_journeys import GOAL_JOURNEYS
from _memory import log_process, most
from _recorded import asked_for
from _reference import counted

from cpcs_harness.assess import judge
from cpcs_harness.evidence.events import Exchange
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

Measured = dict[str, float]
THEN = f", the {len(GOAL_JOURNEYS)} journeys of when the goals were set"
NOW = ", all journeys"
NO_WAITING = "processor time of harness and reference over all cores, as if nothing waited"


def measured(asked: Asked, keep: Path | None) -> Measured:
    """Assess once, in a process that has done nothing else; the folder that it wrote may be kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "run"
        at_first = most()
        wall, own, others, writing = time.perf_counter(), _processor(), list[float](), list[float]()
        with counted(others) as start:
            with log_process(writing):
                record(asked, None, folder, start=start)
            own_recorded = _processor()
            while_recording = most() + sum(writing)
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
            "memory": max(while_recording, most()),
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


def _processor(*whose: int) -> float:
    """Give processor seconds: without an argument of us, and of the process that wrote the log and has ended.

    The reference's processes are children of another, which goes on until we have looked.
    """
    used = [resource.getrusage(each) for each in whose or (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _bytes(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def figures(runs: list[Measured], which: str = "", growing: bool = True) -> Iterator[Figure]:
    """Give the figures of some runs; `which` journeys they are, and whether what grows with them has goals."""

    def of(name: str, by: float = 1.0) -> list[float]:
        return [run[name] / by for run in runs]

    def told(name: str, unit: str, values: list[float], goal: float | None = None, **further: Any) -> Figure:
        return Figure(f"{name}{which}", unit, values, goal, **further)

    cores = os.cpu_count() or 1
    busy = [(run["own"] + run["own, judging"] + run["reference"]) / cores for run in runs]
    share = [run["judging"] / run["wall"] * 100 for run in runs]
    each = [run["own"] / run["exchanges"] * 1000 for run in runs]
    theirs = [run["reference"] / run["exchanges"] * 1000 for run in runs]
    wall: dict[str, Any] = {"goal": 30, "before": "61 to 81 s"} if growing else {}
    kept: dict[str, Any] = {"goal": 12, "before": "55 MB"} if growing else {}
    recording = {"before": "43 to 50 s"} if growing else {}
    yield told("`cpcs assess`, to the last report", "s", of("wall"), peer=NO_WAITING, peers=busy, **wall)
    yield told("its recording", "s", of("recording"), **recording)
    yield told("its judging and reports, of the whole", "%", share, 25, before="11 s")
    name = "processor time for one exchange on our side"
    yield told(name, "ms", each, 4.8, peer="the reference's", peers=theirs, before="14.5 ms")
    yield told("exchanges", "", of("exchanges"))
    sent = of("sent", 1e6)
    yield told("events and bodies of that run", "MB", of("kept", 1e6), peer="bodies sent", peers=sent, **kept)
    first = of("memory at first")
    name = "memory of that run at most"
    yield told(name, "MB", of("memory"), 300, peer="its imports", peers=first, before="504 MB")


def main() -> None:
    """Run it a number of times, each in a process of its own."""
    parser = options(__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], help="only this journey, as of cpcs assess")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the last run of all journeys, for other benchmarks"
    )
    asked = parser.parse_args()
    tell(asked, _figures(asked))


def _figures(asked: argparse.Namespace) -> Iterator[Figure]:
    if asked.smallest or asked.only:
        plan = asked_for(asked) if asked.smallest else Asked(gate="none", only=tuple(asked.only))
        yield from figures(_runs(plan, 1 if asked.smallest else asked.runs, asked.keep))
        return
    then = Asked(gate="none", only=GOAL_JOURNEYS)
    yield from figures(_runs(then, asked.runs, None), THEN)
    yield from figures(_runs(Asked(gate="none"), asked.runs, asked.keep), NOW, growing=False)


def _runs(plan: Asked, count: int, keep: Path | None) -> list[Measured]:
    kept = [None] * (count - 1) + [keep]
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as processes:
        return [processes.apply(measured, (plan, each)) for each in kept]


if __name__ == "__main__":
    main()
