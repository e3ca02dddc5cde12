"""The audit trail of look-ups, and the right to look anybody up.

Source: PDS Spine Mini Service, client requirements, MSCA-AUD; Personal Demographics Service FHIR API, application-
restricted access (interface sheet pds-smsp-auth, section 14, checks C80 and C83).
"""

from collections.abc import Iterator
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, criterion, expect, expect_none, through
from cpcs_harness.judging.in_words import Words
from cpcs_harness.times import moment_of

from .._shared.audit_trail import expect_told_apart
from .._shared.lookups import attempts, matches, outcome
from .._shared.moments import moment_or_none
from .._shared.screen import digits
from .._shared.told_before import told_before
from ._records import labelled
from ._requests import calls_about, issued_to, logical_requests

WITHOUT_RIGHTS, ASSISTANT = "without-rights", "counter-assistant"
ROLES = ("pharmacist", "locum-pharmacist", "pharmacy-technician", ASSISTANT)
"""As the control API calls what somebody is, which is nobody's name."""
REFUSED = ("refused", "failed", "error")
CLOCKS = 120.0
"""Seconds by which two clocks may differ."""
KNOWN, UNKNOWN = 200, 404


@criterion("PDS-19")
def test_each_question_to_pds_is_in_the_audit_trail(evidence: EvidenceView):
    """By its request id: who asked, in what role, where, when, about whom, and what came of it."""
    for journey in evidence.each():
        trail = journey.observation("read_audit")
        entries = trail.shown.get("entries") or []
        acts = [seen for seen in journey.seen if seen.action != trail.action]
        calls = told_before(logical_requests(journey.exchanges("pds")), trail, acts)
        calls = [call for call in calls if call.request.header("X-Request-ID")]  # what has none is PDS-03's
        if not calls:
            raise NotShown(f"journey {journey.id}: no request to PDS had an id to be found by")
        for call in calls:
            own, todo = _own(entries, call), "Write each question to PDS down, searches too."
            due = Words(f"an entry with the request id {call.request.header('X-Request-ID')}")
            expect(bool(own), due, Words("none"), trail, todo)
            gaps = ([*_lacking(entry, journey.issued, call), *_otherwise(entry, call)] for entry in own)
            # an id that several questions had has several entries; that it had is PDS-03's
            lacking = min(gaps, key=len)
            expect_none(f"gap in the entry for {call.where}", lacking, trail, todo)
        of = {
            status: [_own(entries, call) for call in calls if _is_answered_with(call, status)]
            for status in (KNOWN, UNKNOWN)
        }
        what = "the numbers that PDS knows and those that it does not"
        expect_told_apart(what, of[KNOWN], of[UNKNOWN], trail, "Write down what PDS answered.")


def _own(entries, call: ExchangeView) -> list[dict[str, Any]]:
    request_id = str(call.request.header("X-Request-ID")).lower()
    return [entry for entry in entries if str(entry.get("request_id")).lower() == request_id]


def _is_answered_with(call: ExchangeView, status: int) -> bool:
    return call.operation == "read_patient" and call.response.status == status and not call.fault


def _lacking(entry, issued, call: ExchangeView) -> list[str]:
    return [name for name, value in _due(issued, call).items() if not _has(entry, name, value)]


def _otherwise(entry, call: ExchangeView) -> Iterator[str]:
    """Say where an entry has a role in the user's place, or another moment; what is no moment is free."""
    user, role = (str(entry.get(name) or "").casefold() for name in ("user", "role"))
    if user in ROLES or (user and user == role):
        yield f"{user} as the user"
    moment = moment_or_none(str(entry.get("at") or ""))
    if moment and abs((moment - moment_of(call.clock)).total_seconds()) > CLOCKS:
        yield f"{entry['at']} as its time"


def _due(issued, call: ExchangeView) -> dict[str, str]:
    """Give what an entry says of a question; an empty text stands for anything but nothing."""
    due = {"user": "", "role": "", "at": "", "result": "", "ods": issued["premises"]["ods"]}
    return due | ({"nhs_number": call.request.segments[-1]} if call.operation == "read_patient" else {})


def _has(entry, name: str, due: str) -> bool:
    said = str(entry.get(name) or "")
    if name == "nhs_number":
        return digits(said) == digits(due)
    return said == due if due else bool(said)


@criterion("PDS-29")
def test_a_role_without_the_right_cannot_look_anybody_up(evidence: EvidenceView):
    """An assistant asks for a patient, or for one who was found: no question goes to PDS, and they are refused."""
    for (journey, label), apart in through(labelled(evidence, WITHOUT_RIGHTS)):
        with apart:
            chose = journey.shown_of(issued_to(journey, label)["report"]["document_id"], "choose_patient")
            every = [*attempts(journey, label), *chose]
            tried = [seen for seen in every if seen.actor.get("role", ASSISTANT) == ASSISTANT]
            steps = {seen.step for seen in tried}
            asked = [call for call in calls_about(journey, label, at_least=0) if call.step in steps]
            todo = "Ask for the right to see demographics before PDS is asked."
            expect_none("question to PDS", [call.where for call in asked], (asked or tried)[0], todo)
            for seen in tried:
                expect(outcome(seen) in REFUSED, "a refusal", outcome(seen), seen, todo)
                expect_none("patient shown", matches(seen), seen, todo)
