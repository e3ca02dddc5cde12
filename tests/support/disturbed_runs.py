"""Assesses the reference while the harness is stopped at random moments, or starved; tells what was held against it.

`python tests/support/disturbed_runs.py --runs 5 --stops 30` and `--hogs 4`. Status 1 where anything else came out than
passes and the environment's doing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FINE = {"pass", "confirmed", "declared", "awaiting", "not_applicable"}
HOG = "while True: pass"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument(
        "--stops", type=int, default=0, help="how often the harness is stopped, 1 to 5 s each"
    )
    parser.add_argument("--hogs", type=int, default=0, help="processes that want a processor each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where the runs go; nowhere that stays, without")
    parser.add_argument("arguments", nargs="*", help="further arguments of cpcs assess, after --")
    options = parser.parse_args()
    blamed = 0
    for number in range(options.seed, options.seed + options.runs):
        with tempfile.TemporaryDirectory() as name:
            out = options.keep / f"run-{number}" if options.keep else Path(name)
            began = time.monotonic()
            with hogs(options.hogs):
                status = assessed(out, number, options.stops, options.arguments)
            found = held_against(json.loads((out / "assessment.json").read_text(encoding="utf-8")))
        blamed += len(found)
        print(
            f"seed {number}: status {status}, {time.monotonic() - began:.0f} s, {len(found)} held against it"
        )
        for line in found:
            print(f"  {line}", flush=True)
    return 1 if blamed else 0


def assessed(out: Path, seed: int, stops: int, arguments: list[str]) -> int:
    """Run `cpcs assess`, and stop it so often, at moments that follow from the seed; gives its status."""
    command = [
        sys.executable,
        "-m",
        "cpcs_harness",
        "assess",
        "--seed",
        str(seed),
        "--out",
        str(out),
        *arguments,
    ]
    moments = random.Random(seed)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _ in range(stops):
        time.sleep(moments.uniform(0.3, 2.5))
        if process.poll() is not None:
            break
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(moments.uniform(1, 5))
        os.kill(process.pid, signal.SIGCONT)
    return process.wait()


@contextmanager
def hogs(number: int) -> Iterator[None]:
    """Have so many processes want a processor each."""
    processes = [subprocess.Popen([sys.executable, "-c", HOG]) for _ in range(number)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def held_against(assessment: dict) -> list[str]:
    """List the criteria that did not pass, and of which the environment is not to blame."""
    found, why = [], Counter()
    for requirement in [*assessment["requirements"], *assessment.get("context", [])]:
        for criterion in requirement["criteria"]:
            why[criterion["verdict"], criterion["blame"]] += 1
            if criterion["verdict"] not in FINE and criterion["blame"] != "environment":
                found.append(
                    f"{requirement['id']} {criterion['id']} {criterion['verdict']} "
                    f"({criterion['blame']}): {criterion['reason'][:300]}"
                )
    print(
        ", ".join(f"{count} {verdict} {blame or ''}".strip() for (verdict, blame), count in why.most_common())
    )
    return found


if __name__ == "__main__":
    sys.exit(main())
