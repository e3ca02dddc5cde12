"""Hostile XML reads no file, calls nobody, and does not stop the service.

Source: OWASP XML External Entity Prevention (interface sheet nhs111-itk22, 6.2, cases R24 to R26).
"""

import re

from cpcs_harness.judging import EvidenceView, Unseen, criterion

from .._shared.nhs111_report.expectations import Wrong, expect_right, expect_shown
from .._shared.nhs111_report.messages import is_taken, name_of, report_of, sent_as
from .._shared.nhs111_report.shown import text_faults
from .._shared.nhs111_report.worklists import last_look, rows_of_case
from .._shared.screen import all_text
from ._damages import EXPANDING, HOSTILE, PACKED, not_refused

OF_A_FILE = re.compile(r"root:[^:\s]*:0:0:")
"""The first line of /etc/passwd, which the hostile messages name."""


@criterion("N111-17")
def test_nothing_that_a_message_points_at_is_fetched(evidence: EvidenceView):
    """The address in entities, document types and inclusions is called by nobody."""
    hostile = [call for journey in evidence.each() for call in sent_as(journey, *HOSTILE, *PACKED)]
    named = {report_of(call)["document_id"].casefold() for call in hostile}
    calls: Wrong = [
        (call.request.target, call)
        for call in evidence.of_run("canary", at_least=0)
        if any(name in call.request.target.casefold() for name in named)
    ]
    expect_right(
        "no call of an address that only hostile messages name", calls, "Read XML with the network off."
    )


@criterion("N111-17")
def test_nothing_of_a_file_is_shown(evidence: EvidenceView):
    """Neither in an answer nor on the screen."""
    for journey in evidence.each():
        calls = sent_as(journey, *HOSTILE, *PACKED)
        told: Wrong = [
            (f"{name_of(call)}: a file's content in the answer", call)
            for call in calls
            if OF_A_FILE.search(call.response.body.decode("utf-8", "replace"))
        ]
        told += [
            (f"a file's content on the screen of {seen.action}", seen)
            for seen in journey.seen
            if seen.seq > calls[0].seq and OF_A_FILE.search(all_text(seen.shown))
        ]
        expect_right("nothing of a file", told, "Resolve no external entity, and include nothing.")


@criterion("N111-17")
def test_a_message_whose_text_holds_an_entity_is_refused(evidence: EvidenceView):
    """Whoever takes it has resolved the entity or lost the text; SOAP 1.1 (section 3) allows no document type."""
    for journey in evidence.each():
        wrong = not_refused(sent_as(journey, *EXPANDING))
        expect_right("a refusal", wrong, "Refuse a message with a document type declaration.")


@criterion("N111-17")
def test_every_hostile_message_is_answered_and_stops_nothing(evidence: EvidenceView):
    """The sound report that comes after it is taken in and listed."""
    for journey in evidence.each():
        wrong: Wrong = [
            (f"{name_of(call)}: no answer", call)
            for call in sent_as(journey, *HOSTILE, *PACKED)
            # A server may shut the door on so large a message while it is still coming.
            if not call.response.status and name_of(call) != "deep-nesting"
        ]
        sound = sent_as(journey, *(f"after {name}" for name in HOSTILE))
        wrong += [
            (f"the sound report {name_of(call)}: not taken in", call) for call in sound if not is_taken(call)
        ]
        expect_right("hostile messages answered, and sound reports after them taken in", wrong)
        lost: Wrong = []
        unseen = Unseen()
        for call in sound:
            with unseen:
                if not rows_of_case(report_of(call), last_look(journey, call)):
                    lost.append((f"the sound report {name_of(call)}: not listed", call))
        expect_right("the sound reports after hostile messages on the worklist", lost)
        unseen.tell()


@criterion("N111-17")
def test_a_referral_whose_attachment_is_hostile_is_shown_where_it_was_taken(evidence: EvidenceView):
    """The attachment is put aside; what the pharmacist reads of the report is as it was sent."""
    for journey in evidence.each():
        taken = [call for call in sent_as(journey, "attachment-doctype") if is_taken(call)]
        if taken:
            expect_shown(journey, taken, "the referral as it was sent", text_faults)
