"""Measures an assessment of the reference service: time, processor time, memory, and bytes of evidence."""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cpcs_harness.assess import judge
from cpcs_harness.evidence.events import Exchange
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

Figures = dict[str, float]


def measured(asked: Asked) -> Figures:
    """Assess once; gives the figures, by what each is and its unit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wall, own, others = (
            time.perf_counter(),
            _processor(resource.RUSAGE_SELF),
            _processor(resource.RUSAGE_CHILDREN),
        )
        record(asked, None, folder)
        recorded, own_recorded = time.perf_counter(), _processor(resource.RUSAGE_SELF)
        judge(folder)
        judged, own_judged = time.perf_counter(), _processor(resource.RUSAGE_SELF)
        exchanges = len(Evidence.load(folder / EVIDENCE).of(Exchange))
        return {
            "whole run, s": judged - wall,
            "recording, s": recorded - wall,
            "judging with reports, s": judged - recorded,
            "recording, processor s, harness": own_recorded - own,
            "recording, processor s, reference": _processor(resource.RUSAGE_CHILDREN) - others,
            "recording, processor ms an exchange, harness": (own_recorded - own) / exchanges * 1000,
            "judging, processor s": own_judged - own_recorded,
            "exchanges": exchanges,
            "memory of the harness at most, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "events, MB": _bytes([folder / EVIDENCE / "events.ndjson"]) / 1e6,
            "bodies, MB": _bytes((folder / EVIDENCE / "bodies").iterdir()) / 1e6,
        }


def _processor(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _bytes(files: Iterator[Path] | list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def main() -> None:
    """Run it a number of times, and print the median of each figure with its spread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], help="only this journey, as of cpcs assess")
    options = parser.parse_args()
    runs = [measured(Asked(gate="none", only=tuple(options.only))) for _ in range(options.runs)]
    for name in runs[0]:
        values = [run[name] for run in runs]
        print(f"{name:46} {statistics.median(values):9.2f}  ({min(values):.2f} to {max(values):.2f})")


if __name__ == "__main__":
    main()
