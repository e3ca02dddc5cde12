"""Referrals by FHIR: their answers, and what the pharmacist sees of them.

Source: model of the project, from Booking and Referral FHIR API, application 5.
"""

from cpcs_harness.formats.json_parts import object_in
from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    expect_same,
    through,
)

from .._shared.nhs111_report.expectations import expect_code
from .._shared.nhs111_report.shown import SELF, caller_faults, number_faults, person_as_sent, text_faults
from .._shared.nhs111_report.strays import address_faults, stray_sections
from .._shared.nhs111_report.worklists import rows_of_report
from .._shared.screen import digits, expect_patient, looks, opened
from ._messages import broken, expect_resource, first_of_kind, sound


@criterion("N111F-01")
def test_a_referral_is_answered_with_a_message_that_says_ok(evidence: EvidenceView):
    """Status 200, a valid Bundle, and in its MessageHeader the id of the message with code ok."""
    for _, call in sound(evidence):
        expect_equal("the HTTP status", 200, call.response.status, call)
        expect_resource("Bundle", call)
        said = object_in(first_of_kind(call.response.json, "MessageHeader"), "response")
        expect_equal("MessageHeader.response.code", "ok", said.get("code"), call)
        due = str(first_of_kind(call.request.json, "MessageHeader").get("id"))
        found = str(said.get("identifier")).casefold().removeprefix("urn:uuid:")
        expect_equal("MessageHeader.response.identifier", due.casefold(), found, call)


@criterion("N111F-02")
def test_a_referral_is_shown_as_sent(evidence: EvidenceView):
    """Patient, callback number, disposition, practice, case, and every section of the text."""
    for (journey, call), apart in through(sound(evidence)):
        with apart:
            report = call.facts["report"]
            for seen in opened(journey, report["document_id"]):
                expect_patient(person_as_sent(report), seen)
                number = digits(seen.shown.get("callback_number"))
                expect_equal("the callback number", digits(report["person"]["callback"]), number, seen)
                disposition, practice = seen.shown.get("disposition") or {}, seen.shown.get("practice") or {}
                expect_code(report["disposition_code"], disposition.get("code"), seen)
                expect_same("the disposition", report["disposition_text"], disposition.get("text"), seen)
                expect_same("the practice", report["person"]["practice"]["ods"], practice.get("ods"), seen)
                faults = [*number_faults(report, seen.shown), *text_faults(report, seen.shown)]
                caller = report["caller"]
                faults += caller_faults(caller, seen.shown) if caller and caller["code"] != SELF else []
                expect(
                    not faults,
                    "number and caller as sent, and every section whole",
                    faults,
                    seen,
                    "Show it whole.",
                )
                strays = [*stray_sections(report, seen.shown), *address_faults(report, seen.shown)]
                expect_none("section or address that was not sent", strays, seen)


@criterion("N111F-03")
def test_a_referral_that_is_sent_again_is_one_referral(evidence: EvidenceView):
    """Each repeat is acknowledged, and there is one row at the end."""
    for journey in evidence.each():
        calls = [call for owner, call in sound(evidence) if owner.id == journey.id]
        own = [call for call in calls if call.facts["report"]["document_id"] == journey.report["document_id"]]
        if len(own) < 2:
            raise NotShown(f"journey {journey.id}: no referral was sent again")
        for call in own:
            expect_equal("the HTTP status", 200, call.response.status, call)
        for seen in looks(journey, journey.report["premises"]["ods"], own[-1].seq):
            expect_equal("the number of rows", 1, len(rows_of_report(journey.report, seen)), seen)


@criterion("N111F-04")
def test_a_broken_message_is_refused_and_not_listed(evidence: EvidenceView):
    """Status 4xx, a valid OperationOutcome, and no row; while the sound message after it is listed."""
    for (journey, call), apart in through(broken(evidence)):
        with apart:
            report = call.facts["report"]
            last = [sent for owner, sent in sound(evidence) if owner.id == journey.id][-1]
            seen = looks(journey, report["premises"]["ods"], last.seq)[-1]
            if last.seq < call.seq or not rows_of_report(last.facts["report"], seen):
                raise NotShown(
                    f"{call.where}: no sound message was listed after it, so its absence proves nothing"
                )
            if call.facts["damage"] == "nhs-number-bad" and call.response.status == 200:
                expect_unverified(journey, report)
                continue
            expect(400 <= call.response.status < 500, "an HTTP status of 4xx", call.response.status, call)
            expect_resource("OperationOutcome", call)
            expect_none("row of a message that was refused", rows_of_report(report, seen), seen)


def expect_unverified(journey, report) -> None:
    """Raise NotMet unless a referral with an impossible NHS number is shown as not verified."""
    for seen in opened(journey, report["document_id"]):
        said = (seen.shown.get("patient") or {}).get("nhs_number_verified")
        expect_equal("nhs_number_verified", False, said, seen, "The check digit is wrong.")
