"""Times reading, verifying and judging a run that was made long by repeating its exchanges."""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from cpcs_harness.assess import judge
from cpcs_harness.evidence.log import Log
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record


def lengthen(source: Path, target: Path, exchanges: int) -> None:
    """Write a run again, with each of its exchanges repeated until there are so many."""
    evidence = Evidence.load(source)
    shutil.copytree(source / "bodies", target / "bodies")
    times = max(1, exchanges // len(evidence.of_kind("exchange")))
    log = Log(target)
    for event in evidence.events[:-1]:
        for _ in range(times if event["kind"] == "exchange" else 1):
            log.write(event["kind"], event["data"], journey=event["journey"], step=event["step"])
    log.finish()


def main() -> None:
    """Record once, lengthen, and time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument(
        "--run", type=Path, help="a recorded run; the reference is recorded where none is named"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        short, long = asked.run or record(Asked(), None, Path(folder) / "short"), Path(folder) / "long"
        lengthen(short / "evidence", long / "evidence", asked.exchanges)
        began = time.perf_counter()
        evidence = Evidence.load(long / "evidence")
        loaded = time.perf_counter()
        judge(long, reports=False)
        judged = time.perf_counter()
        count = len(evidence.of_kind("exchange"))
        print(
            f"{count} exchanges: verified in {loaded - began:.1f} s, verified and judged in {judged - loaded:.1f} s"
        )


if __name__ == "__main__":
    main()
