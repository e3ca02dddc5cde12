"""Times an assessment of the reference service: recording, judging, and judging's share."""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from cpcs_harness.assess import judge
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record


def main() -> None:
    """Run it a number of times, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    recordings, judgings = [], []
    for _ in range(parser.parse_args().runs):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            record(Asked(), None, Path(folder))
            recorded = time.perf_counter()
            judge(Path(folder))
            recordings.append(recorded - began)
            judgings.append(time.perf_counter() - recorded)
    recording, judging = statistics.median(recordings), statistics.median(judgings)
    print(
        f"recording {recording:.1f} s, judging with reports {judging:.1f} s ({judging / (recording + judging):.0%})"
    )


if __name__ == "__main__":
    main()
