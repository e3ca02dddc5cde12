"""Claims, read from how often a candidate was asked for each, and from what MYS did when it first heard of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.claim import (
    ANSWER_LOST,
    CORRECTED,
    STANDS,
    TAKEN,
    TOO_MANY,
    UNAVAILABLE,
    WITHDRAWN,
)

_ANSWERED = ("done", "refused", "failed")
_CHANGES = {"amend_consultation": CORRECTED, "withdraw_claim": WITHDRAWN}
"""What becomes of a claim by what is done after it; the last of these counts."""

_Change = tuple[Event[Observation], str]


def claims(cases: Cases) -> Iterator[Recorded]:
    """Give the claim for each patient who was claimed for, with what came after it of them."""
    first: dict[tuple[str | None, str], Event[Exchange]] = {}
    for call in cases.evidence.of(Exchange):
        if (call.data.service, call.data.operation) == ("mys", "submit_claim"):
            first.setdefault((call.journey, cases.of(call)), call)
    changed = _changed(cases)
    for steps in cases.by_patient("submit_claims", _ANSWERED):
        whose = steps[0].journey, cases.of(steps[0])
        if whose in first:
            changes = [(step, becomes) for step, becomes in changed[whose] if step.seq > steps[0].seq]
            yield Recorded(_facts(steps, first[whose], changes), cases.after(steps[0]))


def _changed(cases: Cases) -> Mapping[tuple[str | None, str], list[_Change]]:
    """Give by patient all that changes a claim, in the order in which it was done."""
    found: dict[tuple[str | None, str], list[_Change]] = defaultdict(list)
    for action, becomes in _CHANGES.items():
        for steps in cases.by_patient(action):
            found[steps[0].journey, cases.of(steps[0])] += [(step, becomes) for step in steps]
    for changes in found.values():
        changes.sort(key=lambda change: change[0].seq)
    return found


def _facts(
    steps: Sequence[Event[Observation]],
    heard: Event[Exchange],
    changes: Sequence[_Change],
) -> dict[str, Any]:
    fault = heard.data.fault
    before = [step for step in steps if not changes or step.seq < changes[0][0].seq]
    return {
        "met": fault if fault in (ANSWER_LOST, UNAVAILABLE, TOO_MANY) else "" if fault else TAKEN,
        "pressed": "once" if len(before) == 1 else "twice",
        "becomes": changes[-1][1] if changes else STANDS,
    }
