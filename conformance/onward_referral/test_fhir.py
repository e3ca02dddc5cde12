"""The onward referral by FHIR: that a message with the whole record reaches the pharmacy that was chosen.

Source: FHIR R4, Messaging; the form beyond that is the Booking and Referral Standard's, application 5, which is younger
than the Toolkit (interface sheet mesh-itk3-nhsmail-mys, part E); model of the project, docs/reference/onward-model.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotMet,
    NotShown,
    criterion,
    expect,
    expect_equal,
    through,
)
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.fhir_r4 import why_no_resource
from .._shared.moments import expect_moment
from .._shared.recorded import expect_disposition, expect_gender, expect_method
from ._accounted import expect_accounted
from ._content import due_of
from ._messages import TAKEN, addressed, identity, messages, receiver, resources, tells_of, text_of, texts
from ._onward import patients
from ._tries import Sent, expect_told
from .test_odd_hours import expect_not_refused, first_by

LONGEST_MOMENT = 35
"""Characters of a moment as FHIR writes it, with its offset and parts of a second."""

REFUSED = (*range(400, 500), 503)
"""How a receiver answers what it does not take, and counts nowhere (RFC 9110, 15.5 and 15.6.4)."""


@criterion("ONF-01")
def test_a_message_reaches_the_chosen_pharmacy(evidence: EvidenceView):
    """One message for each pharmacy that took a patient, there, a MessageHeader first; nobody is refused unsent."""
    for found, calls in messages(evidence):
        for call in calls:
            kinds = [resource.get("resourceType") for resource in resources(call)]
            expect_equal("the first resource", "MessageHeader", (kinds or [None])[0], call)
        first = first_by(found, "fhir")
        if first is not None:
            expect_not_refused(found, first, calls)
        for seen in found.done:
            there = [call for call in calls if receiver(call) == seen.given["ods"]]
            if not there:
                sent = ", ".join(sorted({receiver(call) for call in calls})) or "none"
                expected = f"a message about {found.name} to {seen.given['ods']}"
                raise NotMet(expected, sent, at=seen.where, exchanges=[seen.id, *(call.id for call in calls)])


@criterion("ONF-02")
def test_the_record_goes_with_the_patient(evidence: EvidenceView):
    """Report, consultation, contact details, reason, and who refers: each somewhere in the message."""
    for (found, calls), apart in through(messages(evidence)):
        with apart:
            for call, alone in through(calls):
                with alone:
                    text = call.read(text_of)
                    for due in due_of(found):
                        expect(
                            due.stands_in(text),
                            f"{due.what} in the message: {in_words(squeezed(due.forms[0]))}",
                            Words("no such words"),
                            call,
                        )
                    words = texts(call.request.json)
                    expect_method(words, found.recorded(), call)
                    expect_gender("\n".join(words), found.issued["person"], call)
                    expect_disposition("\n".join(words), found.issued["report"], call)


@criterion("ONF-11")
def test_day_and_time_of_the_consultation_are_right(evidence: EvidenceView):
    """In words, both of one zone, or as a moment with its offset: at midnight too, and when clocks had changed."""
    for (found, calls), apart in through(messages(evidence)):
        with apart:
            for call, alone in through(calls):
                with alone:
                    written = list(texts(call.request.json))
                    coded = [text for text in written if len(text) <= LONGEST_MOMENT]
                    words = " ".join(text for text in written if len(text) > LONGEST_MOMENT)
                    expect_moment(words, str(found.recorded()["started"]), call, coded)


@criterion("ONF-03")
def test_each_message_is_about_one_patient_for_the_pharmacy_that_they_chose(evidence: EvidenceView):
    """No message, nor an e-mail, goes to a pharmacy that was not chosen, tells of a second patient, or of nobody."""
    evidence.all_together()
    for journey in evidence.each():
        expect_accounted(journey)
        chosen: dict[str, set[str]] = {}
        for seen in journey.attempts("refer_onward"):
            chosen.setdefault(seen.about, set()).add(str(seen.given["ods"]))
        for call in journey.exchanges("onward", "process_message"):
            owners = [issued for issued in patients(journey) if tells_of(call, issued)]
            expect_equal("the number of patients that the message tells of", 1, len(owners), call)
            due = chosen.get(owners[0]["report"]["document_id"], set())
            expect(receiver(call) in due, f"a pharmacy of {in_words(sorted(due))}", receiver(call), call)


@criterion("ONF-04")
def test_what_was_not_taken_is_shown_as_such(evidence: EvidenceView):
    """Where the receiver refuses, or does not answer, the action ends failed, and the referral stays open."""
    looked = False
    for found, calls in messages(evidence):
        sent = [Sent(call, frozenset({receiver(call)}), call.response.status in TAKEN) for call in calls]
        looked = expect_told(found, sent, lambda seen: {str(seen.given["ods"])}) or looked
    if not looked:
        raise NotShown("no onward referral was refused or left unanswered")


@criterion("ONF-05")
def test_each_pharmacy_counts_one_message(evidence: EvidenceView):
    """Whatever was repeated to one pharmacy about one patient was repeated under the same identifiers."""
    for found, calls in messages(evidence):
        for ods in sorted({receiver(call) for call in calls}):
            same = [call for call in calls if receiver(call) == ods and call.response.status not in REFUSED]
            ids = {identity(call) for call in same}
            if len(ids) > 1:
                at = "; and ".join(call.where for call in same)
                exchanges = [call.id for call in same]
                expected = f"one message to {ods} about {found.name}"
                raise NotMet(expected, f"{len(ids)}", at=at, exchanges=exchanges, timing="repeated")


@criterion("ONF-06")
def test_a_message_has_the_form_of_the_booking_and_referral_standard(evidence: EvidenceView):
    """Valid to FHIR R4: the event, the receiver by its id at DoS, a ServiceRequest in focus, and FHIR's media type."""
    for found, calls in messages(evidence):
        for call in calls:
            media = str(call.request.header("Content-Type") or "").partition(";")[0].strip()
            expect_equal("Content-Type", "application/fhir+json", media, call)
            wrong = why_no_resource(call.request.body, "Bundle")
            expect(not wrong, "a Bundle that is valid to FHIR R4", wrong, call)
            held = resources(call)
            header = held[0] if held else {}
            said = set(texts(header.get("eventCoding")))
            expect("servicerequest-request" in said, "the event servicerequest-request", sorted(said), call)
            ids = {str(seen.given["service_id"]) for seen in found.tries}
            named = set(texts(header.get("destination")))
            expect(
                bool(ids & named),
                f"a destination by its DoS id, {in_words(sorted(ids))}",
                sorted(named),
                call,
            )
            kinds = {str(resource.get("resourceType")) for resource in held}
            expect(
                {"ServiceRequest", "Patient"} <= kinds, "a ServiceRequest and a Patient", sorted(kinds), call
            )
            expect_equal("what the header has in focus", ["ServiceRequest"], in_focus(call, header), call)


def in_focus(call: ExchangeView, header: Mapping[str, Any]) -> list[str]:
    """Give the kinds of resources that a header has in focus, by whole addresses or by their ends."""
    wanted = [text for text in texts(header.get("focus")) if "/" in text or ":" in text]
    found = [
        resource
        for url, resource in addressed(call).items()
        if any(url == reference or url.endswith(f"/{reference}") for reference in wanted)
    ]
    return sorted(str(resource.get("resourceType")) for resource in found)
