"""Answers of RTEC, each read from what it was asked about one prescription and said of it, look after look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.formats.json_parts import read_object
from cpcs_harness.judging.things.recorded import OK, Cases, Recorded
from cpcs_harness.people.drawn.rtec_answer import ELSEWHERE, NO_ANSWER, NO_TYPE, NOT_FOUND, ONCE

UNKNOWN, UNAVAILABLE = 404, 503
_LOOKS = {1: "once", 2: "twice"}


def rtec_answers(cases: Cases) -> Iterator[Recorded]:
    """Give what came of each prescription that RTEC was asked about, with every look at it."""
    calls: dict[tuple[str | None, str], list[Event[Exchange]]] = defaultdict(list)
    for call in cases.evidence.of(Exchange):
        if call.data.service == "rtec":
            calls[call.journey, _prescription(cases, call)].append(call)
    looks: dict[tuple[str | None, str], list[Event[Observation]]] = defaultdict(list)
    for seen in cases.evidence.of(Observation):
        if seen.data.action == "check_exemption":
            looks[seen.journey, str(seen.data.input.get("prescription_id"))].append(seen)
    for (journey, prescription), asked in calls.items():
        seen_then = looks.get((journey, prescription))
        if seen_then:
            facts = _facts(cases, prescription, asked) | {"looked": _LOOKS.get(len(seen_then), "")}
            events = frozenset({*(call.id for call in asked), *(seen.id for seen in seen_then)})
            yield Recorded(facts, events, frozenset({asked[0].id}))


def _prescription(cases: Cases, call: Event[Exchange]) -> str:
    return str(read_object(cases.evidence.body(call.data.request.body)).get("prescriptionId") or "")


def _facts(cases: Cases, prescription: str, asked: list[Event[Exchange]]) -> dict[str, Any]:
    answers = [_answer(cases, call) for call in asked]
    failed_before = str(UNAVAILABLE) in answers[:-1] and answers[-1] != str(UNAVAILABLE)
    return {
        "answer": answers[-1],
        "before": ONCE if failed_before else "nothing",
        "identifier": "plus" if prescription.endswith("+") else "usual",
    }


def _answer(cases: Cases, call: Event[Exchange]) -> str:
    status = call.data.response.start.get("status")
    if status == OK:
        return str(cases.told_by(call).get("type") or NO_TYPE)
    if status == UNKNOWN:
        told = read_object(cases.evidence.body(call.data.response.body))
        return NOT_FOUND if "message" in told else ELSEWHERE
    return NO_ANSWER if status is None else str(status)
