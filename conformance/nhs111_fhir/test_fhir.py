"""Referrals by FHIR: their answers, and what the pharmacist sees of them.

Source: model of the project, from Booking and Referral FHIR API, application 5.
"""

from cpcs_harness.formats.json_parts import object_in
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    expect_same,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.audit_trail import entries_under, expect_own
from .._shared.nhs111_report.expectations import expect_code
from .._shared.nhs111_report.shown import (
    SELF,
    caller_faults,
    number_faults,
    person_as_sent,
    sender_faults,
    text_faults,
)
from .._shared.nhs111_report.strays import address_faults, stray_names, stray_sections
from .._shared.nhs111_report.worklists import (
    asking_for_work,
    rows_naming_case,
    rows_of_case,
    rows_of_report,
)
from .._shared.screen import digits, expect_patient, looks, opened
from ._messages import OPERATION, broken, expect_resource, first_of_kind, sound, takes_back

NUMBER = "number-for-text"
"""A number where FHIR has a text: whoever takes it for one has to list it; its patient has other referrals too."""
BY_FHIR = "fhir"
"""How the control API calls the road by which these referrals come."""
NEVER = 10**12
"""Later than any event of a run."""


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
    """Patient, callback number, disposition, practice, case, and every section of the text, when it is opened last."""
    for (journey, call), apart in through(sound(evidence)):
        with apart:
            report = call.facts["report"]
            for seen in opened(journey, report["document_id"])[-1:]:
                expect_patient(person_as_sent(report), seen)
                number = digits(seen.shown.get("callback_number"))
                expect_equal("the callback number", digits(report["person"]["callback"]), number, seen)
                disposition, practice = seen.shown.get("disposition") or {}, seen.shown.get("practice") or {}
                expect_code(report["disposition_code"], disposition.get("code"), seen)
                expect_same("the disposition", report["disposition_text"], disposition.get("text"), seen)
                expect_same("the practice", report["person"]["practice"]["ods"], practice.get("ods"), seen)
                faults = [*number_faults(report, seen.shown), *text_faults(report, seen.shown)]
                faults += sender_faults(report, seen.shown)
                caller = report["caller"]
                faults += caller_faults(caller, seen.shown) if caller and caller["code"] != SELF else []
                expect(
                    not faults,
                    "number, caller and sender as sent, and every section whole",
                    faults,
                    seen,
                    "Show it whole.",
                )
                strays = [*stray_sections(report, seen.shown), *address_faults(report, seen.shown)]
                strays += stray_names(report, seen.shown)
                expect_none("section, address or name that was not sent", strays, seen)


@criterion("N111F-02")
def test_what_the_audit_trail_says_of_a_referral_is_its_own(evidence: EvidenceView):
    """Where the trail of a pharmacy has an entry of a message, it tells of no other road, sender, set or document."""
    for (journey, call), apart in through(sound(evidence)):
        with apart:
            report = call.facts["report"]
            own = {name: [report[name]] for name in ("sender_ods", "set_id", "document_id")}
            for trail in journey.observations("read_audit", at_least=0):
                entries = entries_under([report["message_id"]], trail.shown.get("entries") or [])
                expect_own(entries, BY_FHIR, own, trail)


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
        versions = [call.seq for call in calls if call.facts["report"]["version"] > 1]
        changed = min(versions, default=NEVER)
        until = min((call.seq for call in taken_back(journey)), default=NEVER)
        for seen in looks(journey, journey.report["premises"]["ods"], own[-1].seq):
            rows = rows_of_report(journey.report, seen)
            if seen.seq > changed:
                rows = asking_for_work(rows)  # the older version may stay, as withdrawn
            if seen.seq < until:
                expect_equal("the number of rows", 1, len(rows), seen)


@criterion("N111F-03")
def test_a_newer_version_takes_the_place_of_the_older(evidence: EvidenceView):
    """It is acknowledged, and is what is shown when the referral is opened last."""
    newer = [(journey, call) for journey, call in sound(evidence) if call.facts["report"]["version"] > 1]
    if not newer:
        raise NotShown("no newer version of a referral was sent")
    for (journey, call), apart in through(newer):
        with apart:
            report = call.facts["report"]
            expect_equal("the HTTP status", 200, call.response.status, call)
            seen = opened(journey, report["document_id"])[-1]
            faults = text_faults(report, seen.shown)
            expect(not faults, "the newer version's text", faults, seen, "Show what was sent last.")


@criterion("N111F-03")
def test_what_is_taken_back_asks_for_no_work(evidence: EvidenceView):
    """It is acknowledged, and in the end no row of its patient asks for work, of which there was one before."""
    calls = [(journey, call) for journey in evidence.each() for call in taken_back(journey)]
    if not calls:
        raise NotShown("no referral was taken back")
    for (journey, call), apart in through(calls):
        with apart:
            report = call.facts["report"]
            ods = report["premises"]["ods"]
            before = [seen for seen in looks(journey, ods) if seen.seq < call.seq]
            if not any(asking_for_work(rows_of_report(report, seen)) for seen in before):
                raise NotShown(f"journey {journey.id}: what was to be taken back was not listed before")
            expect_equal("the HTTP status", 200, call.response.status, call)
            seen = looks(journey, ods, call.seq)[-1]
            rows = asking_for_work(rows_of_report(report, seen))
            expect_none("row that asks for work on what was taken back", rows, seen, "Withdraw it.")


def taken_back(journey: JourneyView) -> list[ExchangeView]:
    """Give the messages that take a referral back."""
    return [call for call in journey.sent(*OPERATION) if takes_back(call)]


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
            if call.facts["damage"] == NUMBER and call.response.status == 200:
                listed = bool(rows_of_case(report, seen))
                expect(listed, "what was taken on the worklist", Words("no row of it"), seen)
                continue
            if call.facts["damage"] == "nhs-number-bad" and call.response.status == 200:
                expect_unverified(journey, report)
                continue
            expect(400 <= call.response.status < 500, "an HTTP status of 4xx", call.response.status, call)
            expect_resource("OperationOutcome", call)
            rows = rows_naming_case if call.facts["damage"] == NUMBER else rows_of_report
            expect_none("row of a message that was refused", rows(report, seen), seen)


def expect_unverified(journey, report) -> None:
    """Raise NotMet unless a referral with an impossible NHS number is shown as not verified."""
    for seen in opened(journey, report["document_id"]):
        said = (seen.shown.get("patient") or {}).get("nhs_number_verified")
        expect_equal("nhs_number_verified", False, said, seen, "The check digit is wrong.")
