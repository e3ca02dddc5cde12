"""Says what each journey of a recorded run waited for: `python tests/support/timeline.py FOLDER`.

FOLDER is what `cpcs assess --out` wrote. A line a journey, the longest first, in seconds: when it began, how long it
took; of that, waiting for the candidate's actions, for its answers to what was sent, and in pauses that the journey
makes; the rest is our own work and the disk. What is done at once counts several times. Then a line for each action of
the candidate: how often it was done, and what it took.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.reader import Evidence

COLUMNS = ("journey", "began", "took", "actions", "sending", "pauses", "rest")
NOBODYS = (None, "run")


def spans(evidence: Evidence) -> list[tuple[str, float, float, float, float, float, float]]:
    """Give the columns of each journey, the longest first."""
    journeys: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in evidence.events:
        if event["journey"] not in NOBODYS:
            journeys[event["journey"]].append(event)
    first = _at(evidence.events[0])
    found = [_span(journey, events, first) for journey, events in journeys.items()]
    return sorted(found, key=lambda span: -span[2])


def _span(
    journey: str, events: list[dict[str, Any]], first: float
) -> tuple[str, float, float, float, float, float, float]:
    began, took = _at(events[0]) - first, _at(events[-1]) - _at(events[0])
    actions = _seconds(event for event in events if event["kind"] == "observation")
    sent = (event for event in events if event["kind"] == "exchange")
    sending = _seconds(event for event in sent if event["data"]["direction"] == "to-candidate")
    pauses = float(sum(event["data"]["seconds"] for event in events if event["kind"] == "pause"))
    return journey, began, took, actions, sending, pauses, took - actions - sending - pauses


def actions(evidence: Evidence) -> list[tuple[str, int, float]]:
    """Give how often each action was done, and the seconds that all of them took, the most first."""
    count: Counter[str] = Counter()
    seconds: dict[str, float] = defaultdict(float)
    for event in evidence.of_kind("observation"):
        name = str(event["data"]["action"])
        count[name] += 1
        seconds[name] += _seconds([event])
    return [(name, count[name], took) for name, took in sorted(seconds.items(), key=lambda each: -each[1])]


def sittings(evidence: Evidence) -> list[float]:
    """Give when each sitting began, and when the last event was written."""
    first = _at(evidence.events[0])
    return [_at(event) - first for event in (*evidence.of_kind("sitting"), evidence.events[-1])]


def _at(event: dict[str, Any]) -> float:
    return datetime.fromisoformat(event["at"]).timestamp()


def _seconds(events: Any) -> float:
    return float(sum(event["data"]["elapsed_ms"] or 0 for event in events)) / 1000


def lines(evidence: Evidence) -> Iterator[str]:
    """Write what is told."""
    yield "sittings began: " + " ".join(f"{at:.1f}" for at in sittings(evidence)) + " (the last is the end)"
    yield f"{COLUMNS[0]:40}" + "".join(f"{column:>9}" for column in COLUMNS[1:])
    for journey, *columns in spans(evidence):
        yield f"{journey:40}" + "".join(f"{column:9.1f}" for column in columns)
    for name, count, took in actions(evidence):
        yield f"{name:40}{count:6} times {took:8.1f} s {took / count * 1000:8.0f} ms each"


def main(arguments: list[str]) -> int:
    """Tell it of the run that the arguments name."""
    if len(arguments) != 1:
        print("usage: timeline.py FOLDER", file=sys.stderr)
        return 2
    try:
        evidence = Evidence.load(Path(arguments[0]) / "evidence")
    except UsageProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    for line in lines(evidence):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
