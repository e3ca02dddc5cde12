"""Requests to the Summary Care Record API: identifiers, headers, tokens, and no more than are needed.

Source: NHS England, Summary Care Record FHIR API (interface sheet dos-eps-rtec-scr-dmd, section 5.3, checks 81, 83 and
87).
"""

import re
from collections.abc import Iterable

from cpcs_harness.formats.json_parts import object_in
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    criterion,
    expect,
    expect_all_different,
    expect_equal,
    expect_match,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.text import letters_and_digits
from ._records import (
    ALERT,
    FAILED,
    READ,
    SEARCH,
    UUID,
    asked_identifier,
    has_entries,
    names,
    needed,
    patients,
    told_identifiers,
)

LOOKED_AT = ("emergency", "stale", "replaced", "hostile", "huge", "busy", "first-of-two", "next-of-two")
ONCE = ("emergency", "hostile", "huge", "first-of-two", "next-of-two")
"""Patients whose record stays as it is and is given at once."""


MAY_BE_ANOTHER = (200, 401)
"""After an answer that could not be read, and with another token, what is asked may be another request."""
TYPE = "http://snomed.info/sct|196981000000101"
"""What a search of records asks for: a summary of care."""


@criterion("SCR-10")
def test_a_record_is_read_by_the_identifier_that_was_told(evidence: EvidenceView):
    """Searches and reads are such as the API takes; each read is by what the search before it named."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *LOOKED_AT)):
            with apart:
                told: list[str] = []
                calls = [call for call in patient.calls(SEARCH, READ) if not is_refused_for_who_asks(call)]
                for call in needed(calls, "search or read that was looked at", journey):
                    expect(
                        call.response.status != 400,
                        "a request that the API takes",
                        call.response.status,
                        call,
                    )
                    if call.operation == SEARCH:
                        expect_equal("type", TYPE, dict(call.request.query).get("type"), call)
                        told = told_identifiers(call) or told
                    else:
                        due = told[-1] if told else "one that a search has told, and none has"
                        expect_equal(
                            "composition.identifier", due, asked_identifier(call), call, "Search first."
                        )


def is_refused_for_who_asks(call: ExchangeView) -> bool:
    """Say whether a request was refused for its role (SCR-22) or its id (SCR-12), and so not for what it asks."""
    role = object_in(call.facts, "access").get("role")
    known = re.fullmatch(UUID, str(call.request.header("X-Request-ID"))) is not None
    return call.response.status == 400 and not (role and known)


@criterion("SCR-11")
def test_a_record_that_was_replaced_is_asked_for_again(evidence: EvidenceView):
    """After an answer without entries the search is made again; what is read in the end is the current record."""
    for journey in evidence.each():
        stale, replaced = patients(journey, "stale", "replaced")
        reads = stale.calls(READ)
        empty = needed(
            [call for call in reads if not has_entries(call)], "read of a record replaced", journey
        )[0]
        again = [call for call in stale.calls(SEARCH) if call.seq > empty.seq]
        expect(bool(again), "another search after no entries", Words("none"), empty, timing="absent")
        for (patient, last), apart in through(
            ((stale, stale.held.get("then") or {}), (replaced, replaced.held))
        ):
            with apart:
                seen = patient.views()[-1]
                given = [asked_identifier(call) for call in patient.calls(READ) if has_entries(call)]
                expect_equal(
                    "the record that was read in the end", last.get("document_id"), (given or [""])[-1], seen
                )


@criterion("SCR-12")
def test_every_request_has_an_id_that_a_retry_keeps(evidence: EvidenceView):
    """X-Request-ID is a UUID; another request has another one, and what is sent again has the same."""
    for journey in evidence.each():
        kept: list[tuple[str, ExchangeView]] = []
        failed: dict[tuple[str | None, str, str, bytes], ExchangeView] = {}
        for call in needed(journey.exchanges("scr"), "call", journey):
            sent = str(call.request.header("X-Request-ID"))
            expect_match("X-Request-ID", UUID, sent, call)
            key = (call.step, call.request.method, call.request.target, call.request.body)
            before = failed.pop(key, None)
            earlier = "" if before is None else str(before.request.header("X-Request-ID"))
            if before is None or (before.response.status in MAY_BE_ANOTHER and sent != earlier):
                kept.append((sent.lower(), call))
            else:
                todo = "Keep it for a retry."
                expect_equal("X-Request-ID of what is sent again", earlier, sent, call, todo)
            if call.response.status in FAILED or call.fault:
                failed[key] = call
        expect_all_different("X-Request-ID", kept, "Make a new UUID for each request.")


@criterion("SCR-13")
def test_a_correlation_id_belongs_to_one_patient_and_one_view(evidence: EvidenceView):
    """X-Correlation-ID is a UUID, the same within one view, and never another patient's."""
    for journey in evidence.each():
        first_of: dict[str, tuple[str, ExchangeView]] = {}
        for patient, apart in through(patients(journey, *LOOKED_AT)):
            with apart:
                needed(patient.calls(), f"call about {in_words(patient.label)}", journey)
                for seen in patient.views():
                    calls = patient.during(seen)
                    ids = [(call, str(call.request.header("X-Correlation-ID"))) for call in calls]
                    for call, sent in ids:
                        expect_match("X-Correlation-ID", UUID, sent, call)
                        expect_equal("X-Correlation-ID within one view", ids[0][1], sent, call)
                        label, other = first_of.setdefault(sent.lower(), (patient.label, call))
                        expect_equal(
                            f"whose X-Correlation-ID it is ({other.where})", label, patient.label, call
                        )


@criterion("SCR-14")
def test_after_429_it_is_left_alone(evidence: EvidenceView):
    """Nothing more is asked about the patient while the same action lasts."""
    for journey in evidence.each():
        (patient,) = patients(journey, "rate-limited")
        seen = patient.views()[-1]
        calls = patient.during(seen)
        refused = needed([call for call in calls if call.response.status == 429], "answer 429", journey)[0]
        after = [call.where for call in calls if call.seq > refused.seq]
        expect_none("request within a minute of 429", after, refused, "Tell the user, and let a minute pass.")


@criterion("SCR-22")
def test_the_record_is_asked_for_in_the_name_of_who_looks(evidence: EvidenceView):
    """The token is a healthcare worker's, of the person who has signed in, in one of their roles."""
    for journey in evidence.each():
        worker = journey.issued.get("care_worker") or {}
        for call in good(journey):
            access = call.facts.get("access") or {}
            expect_equal("the access mode", "healthcare-worker", access.get("mode"), call)
            expect_equal("who asks", worker.get("user_id"), access.get("user"), call)
            expect(bool(access.get("role")), "a role of the user's", access.get("role"), call)


@criterion("SCR-23")
def test_nothing_of_the_patient_stands_where_it_does_not_belong(evidence: EvidenceView):
    """Addresses hold the NHS number where the API asks for it, and headers nothing of the patient at all."""
    for journey in evidence.each():
        for call in journey.exchanges("scr"):
            for issued in (journey.issued, *journey.also.values()):
                person = issued["person"]
                if names(call, person["nhs_number"]):
                    details = [person[key] for key in ("family", "birth_date", "postcode")]
                    headers = " ".join(f"{name}: {value}" for name, value in call.request.headers)
                    expect_none(
                        "patient data in headers", within(headers, [person["nhs_number"], *details]), call
                    )
                    expect_none("patient data in the address", within(call.request.target, details), call)


@criterion("SCR-24")
def test_a_viewer_only_reads_and_alerts(evidence: EvidenceView):
    """No record is uploaded, no consent is changed, and nothing is asked that the API does not have."""
    for journey in evidence.each():
        for call in journey.exchanges("scr"):
            lawful = call.operation in (SEARCH, READ, ALERT)
            expect(lawful, "a search, a read or an alert", f"{call.request.method} {call.operation}", call)


@criterion("SCR-25")
def test_no_more_is_asked_than_a_view_needs(evidence: EvidenceView):
    """One search and one read a view, tries that failed apart, and neither while nobody looks."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *ONCE)):
            with apart:
                fetched = needed(
                    patient.calls(SEARCH, READ), f"call about {in_words(patient.label)}", journey
                )
                looked: set[str] = set()
                for seen in patient.views():
                    calls = patient.during(seen)
                    looked |= {call.id for call in calls}
                    for operation in (SEARCH, READ):
                        own = [call for call in calls if call.operation == operation]
                        asked = [call.id for call in own if call.response.status not in FAILED]
                        expect(len(asked) <= 1, f"at most one {operation} a view", asked, seen)
                idle = [call.where for call in fetched if call.id not in looked]
                expect_none("call while nobody looks at the record", idle, patient.views()[-1])


def good(journey: JourneyView) -> list[ExchangeView]:
    """Give the calls whose token the API looked at, and took; none is NotShown."""
    calls = [call for call in journey.exchanges("scr") if "access" in call.facts]
    return needed(calls, "call that was let in", journey)


def within(text: str, details: Iterable[str]) -> list[str]:
    """Give the details that a text holds, however it writes them."""
    said = letters_and_digits(text)
    return [detail for detail in details if letters_and_digits(detail) in said]
