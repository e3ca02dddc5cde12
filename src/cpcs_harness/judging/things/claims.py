"""Claims, read from how often a candidate was asked for each, and from what MYS did when it first heard of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.claim import ANSWER_LOST, TAKEN, UNAVAILABLE

_ANSWERED = ("done", "refused", "failed")


def claims(cases: Cases) -> Iterator[Recorded]:
    """Give the claim for each patient who was claimed for, with what came after it of them."""
    first: dict[tuple[str | None, str], Event[Exchange]] = {}
    for call in cases.evidence.of(Exchange):
        if (call.data.service, call.data.operation) == ("mys", "submit_claim"):
            first.setdefault((call.journey, cases.of(call)), call)
    for steps in cases.by_patient("submit_claims", _ANSWERED):
        heard = first.get((steps[0].journey, cases.of(steps[0])))
        if heard is not None:
            yield Recorded(_facts(steps, heard), cases.after(steps[0]))


def _facts(steps: Sequence[Event[Observation]], heard: Event[Exchange]) -> dict[str, Any]:
    fault = heard.data.fault
    return {
        "met": fault if fault in (ANSWER_LOST, UNAVAILABLE) else "" if fault else TAKEN,
        "pressed": "once" if len(steps) == 1 else "twice",
    }
