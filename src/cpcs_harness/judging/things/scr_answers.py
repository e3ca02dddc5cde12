"""Answers of the Summary Care Record API, read from what it was asked for and gave, and from what was permitted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.formats.json_parts import objects_in
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.scr_answer import EMERGENCY, GIVEN

SEARCH, READ = "search_document_reference", "read_bundle"
OK, FORBIDDEN = 200, 403
_PERMISSIONS = {"given": GIVEN, "not-asked": EMERGENCY}
Body = Mapping[str, Any]


def scr_answers(cases: Cases) -> Iterator[Recorded]:
    """Give what came of every search for a patient's record, and what came after it of the same patient."""
    calls = [
        event for event in cases.evidence.of(Exchange) if event.data.service == "scr" and cases.of(event)
    ]
    asked = [
        event
        for event in cases.evidence.of(Observation)
        if event.data.action == "record_permission_to_view" and event.data.status == "done"
    ]
    for place, event in enumerate(calls):
        if event.data.operation == SEARCH:
            later = [one for one in calls[place + 1 :] if cases.of(one) == cases.of(event)]
            facts = {
                "answer": _answer(cases, event, later),
                "permission": _permission(cases, event, asked),
            }
            yield Recorded(facts, cases.after(event))


def _permission(cases: Cases, event: Event[Exchange], asked: list[Event[Observation]]) -> str:
    before = [one for one in asked if one.seq < event.seq and cases.of(one) == cases.of(event)]
    return _PERMISSIONS.get(str(before[-1].data.input.get("permission")), "") if before else ""


def _answer(cases: Cases, search: Event[Exchange], later: list[Event[Exchange]]) -> str:
    found = _said(cases, search)
    if isinstance(found, str):
        return found
    labels = json.dumps([resource.get("resource") for resource in objects_in(found, "entry")])
    if '"code": "No"' in labels:
        return "opted out"
    if not objects_in(found, "entry"):
        return "none"
    reads = [one for one in later if one.data.operation in (SEARCH, READ)]
    if not reads or reads[0].data.operation != READ:
        return ""
    record = _said(cases, reads[0])
    if isinstance(record, str):
        return record
    return "record" if objects_in(record, "entry") else "replaced"


def _said(cases: Cases, event: Event[Exchange]) -> Body | str:
    """Give the body of an answer; where there is none, what the answer was instead."""
    status = event.data.response.start.get("status")
    if status != OK:
        return "withheld" if status == FORBIDDEN else "unavailable"
    try:
        read = json.loads(cases.evidence.body(event.data.response.body))
    except (ValueError, RecursionError):
        return "unavailable"
    return read if isinstance(read, dict) else "unavailable"
