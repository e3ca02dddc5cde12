"""Claims, read from how often a candidate was asked for each, and from what MYS did when it first heard of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.claim import (
    ANSWER_LOST,
    CORRECTED,
    STANDS,
    TAKEN,
    UNAVAILABLE,
    WITHDRAWN,
)

_ANSWERED = ("done", "refused", "failed")
_CHANGES = {"amend_consultation": CORRECTED, "withdraw_claim": WITHDRAWN}
"""What becomes of a claim by what is done after it; the later of these counts."""


def claims(cases: Cases) -> Iterator[Recorded]:
    """Give the claim for each patient who was claimed for, with what came after it of them."""
    first: dict[tuple[str | None, str], Event[Exchange]] = {}
    for call in cases.evidence.of(Exchange):
        if (call.data.service, call.data.operation) == ("mys", "submit_claim"):
            first.setdefault((call.journey, cases.of(call)), call)
    changed = {
        (steps[0].journey, cases.of(steps[0])): (becomes, steps[0])
        for action, becomes in _CHANGES.items()
        for steps in cases.by_patient(action)
    }
    for steps in cases.by_patient("submit_claims", _ANSWERED):
        whose = steps[0].journey, cases.of(steps[0])
        if whose in first:
            yield Recorded(_facts(steps, first[whose], changed.get(whose)), cases.after(steps[0]))


def _facts(
    steps: Sequence[Event[Observation]],
    heard: Event[Exchange],
    changed: tuple[str, Event[Observation]] | None,
) -> dict[str, Any]:
    fault = heard.data.fault
    becomes, at = changed if changed is not None and changed[1].seq > steps[0].seq else (STANDS, None)
    before = [step for step in steps if at is None or step.seq < at.seq]
    return {
        "met": fault if fault in (ANSWER_LOST, UNAVAILABLE) else "" if fault else TAKEN,
        "pressed": "once" if len(before) == 1 else "twice",
        "becomes": becomes,
    }
