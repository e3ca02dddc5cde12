"""The audit trail of look-ups, and the right to look anybody up.

Source: PDS Spine Mini Service, client requirements, MSCA-AUD; Personal Demographics Service FHIR API, application-
restricted access (interface sheet pds-smsp-auth, section 14, checks C80 and C83).
"""

from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, criterion, expect, expect_none, through
from cpcs_harness.judging.in_words import Words

from .._shared.lookups import attempts, matches, outcome
from .._shared.screen import digits
from .._shared.told_before import told_before
from ._records import labelled
from ._requests import calls_about, issued_to, logical_requests

WITHOUT_RIGHTS, ASSISTANT = "without-rights", "counter-assistant"
REFUSED = ("refused", "failed", "error")


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
            request_id = str(call.request.header("X-Request-ID")).lower()
            own = [entry for entry in entries if str(entry.get("request_id")).lower() == request_id]
            todo = "Write each question to PDS down, searches too."
            expect(bool(own), f"an entry with the request id {request_id}", Words("none"), trail, todo)
            due = _due(journey.issued, call)
            lacking = min(  # an id that several questions had has several entries; that it had is PDS-03's
                ([name for name, value in due.items() if not _has(entry, name, value)] for entry in own),
                key=len,
            )
            expect_none(f"gap in the entry for {call.where}", lacking, trail, todo)


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
