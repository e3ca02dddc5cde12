"""Every telephone number is shown, with what it is for and whose it is.

Source: NHS 111 Domain Message Specification v2.1 RC1, telecom and informant (interface sheet nhs111-itk22, 3.3 and 3.4,
case S23).
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect_none, through

from .._shared.nhs111_report.expectations import expect_shown
from .._shared.nhs111_report.messages import SERVICE, every_form, must_have_sent, name_of
from .._shared.nhs111_report.shown import telephone_faults
from .._shared.nhs111_report.strays import stray_informants, stray_telephones

RUNG = ("told-by-a-carer", "told-by-a-spouse", "verified-and-local-id")
"""Reports of which somebody else than the patient told, and one that says nothing of it."""


@criterion("N111-37")
def test_every_number_is_shown_with_whose_it_is(evidence: EvidenceView):
    """The patient's for calling back and at home; the caller's, with name and relationship."""
    told = [
        journey
        for journey in evidence.each()
        if journey.document or any(name_of(call) in RUNG for call in journey.sent(SERVICE, "send_report"))
    ]
    if not told:
        raise NotShown("no report was sent of which somebody else than the patient told")
    for journey, apart in through(told):
        with apart:
            must_have_sent(journey, *RUNG)
            calls = every_form(journey)
            todo = "Show patientRole's numbers with their use, and the informant's beside them."
            expect_shown(journey, calls, "every number, with its use and whose it is", telephone_faults, todo)


@criterion("N111-37")
def test_no_number_and_no_caller_is_shown_but_those_of_the_report(evidence: EvidenceView):
    """None of another report, none under another use than it was sent with, and no caller whom nobody named."""
    for journey in evidence.each():
        for call in journey.sent(SERVICE, "send_report"):
            report = call.facts["report"]
            for seen in journey.shown_of(report["document_id"]):
                faults = [*stray_telephones(report, seen.shown), *stray_informants(report, seen.shown)]
                todo = "Take telecom and informant of this report, each by its use."
                expect_none("number or caller that was not sent", faults, seen, todo)
