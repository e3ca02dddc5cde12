"""Runs all journeys, and lists which outcomes the reference's conditions never had: `make outcomes`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from cpcs_harness._content import ROOT
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run.candidate import environment_for_a_run
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from outcomes.asked import Place, write
from rabbitmq import rabbitmq
from slips.overlay import Slipped
from slips.tried import journeys


def main() -> int:
    """Run, and tell; 0 whatever was found, since much of it is what cannot come."""
    parser = argparse.ArgumentParser(prog="outcomes", description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="these journeys; all, where none is named")
    options = parser.parse_args()
    installed_suite()
    environment_for_a_run(Asked().seed)
    with tempfile.TemporaryDirectory() as beside, rabbitmq(Path(beside) / "broker") as broker:
        seen = Path(beside) / "seen"
        seen.mkdir()
        os.environ["OUTCOMES"] = str(seen)
        places = write(ROOT, Path(beside) / "asked")
        for number, (only, amqp) in enumerate(runs(options.only, broker)):
            asked = Asked(gate="none", only=only, anyway=True, amqp=amqp)
            start = partial(Slipped, Path(beside) / "asked", "reference")
            suite = installed_suite()
            out = Path(beside) / f"run-{number}"
            record(asked, None, out, catalogue=suite.catalogue, start=start, preflight=False)
        print(told(never(places, noted(seen))))
    return 0


def runs(only: Sequence[str], broker: str) -> list[tuple[tuple[str, ...], str]]:
    """Give the runs that it takes: journeys behind the 111 Adaptor have a broker, and others none."""
    chosen = only or journeys()
    behind = tuple(name for name in chosen if "-adaptor-" in name)
    others = tuple(name for name in chosen if name not in behind)
    return [(names, amqp) for names, amqp in ((behind, broker), (others, "")) if names]


def noted(folder: Path) -> set[tuple[int, str]]:
    """Read what every process noted."""
    return {
        (place, outcome) for file in folder.glob("*.json") for place, outcome in json.loads(file.read_text())
    }


def never(places: Sequence[Place], seen: set[tuple[int, str]]) -> list[tuple[Place, list[str]]]:
    """Give the places of which something never came, and what."""
    missed = (
        (place, [outcome for outcome in place.due if (number, outcome) not in seen])
        for number, place in enumerate(places)
    )
    return [(place, outcomes) for place, outcomes in missed if outcomes]


def told(found: Sequence[tuple[Place, list[str]]]) -> str:
    """Write what was found, file by file."""
    lines = [f"{sum(len(outcomes) for _, outcomes in found)} outcomes never came"]
    for file, of_file in groupby(found, key=lambda one: one[0].file):
        lines += ["", file]
        for place, outcomes in of_file:
            within = f", in {place.within}" if place.within else ""
            lines.append(f"{place.line}: {place.text}: never {' or '.join(outcomes)}{within}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
