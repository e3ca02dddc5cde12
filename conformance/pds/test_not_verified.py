"""NHS numbers that lead to no record: invalidated, unknown, or of a very restricted record.

Source: Personal Demographics Service FHIR API, INVALIDATED_RESOURCE and RESOURCE_NOT_FOUND; client requirements, FLGINV
(interface sheet pds-smsp-auth, sections 4 and 6, checks C35, C36, C39 and C82).
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from cpcs_harness.formats.itk3 import read_message, value
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    Unseen,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.facts.coded import of_xml
from .._shared.mails import envelope_recipients, what_it_says
from .._shared.mesh import MeshMessage, read_whole, sent_whole
from .._shared.parties import expect_whole, parties_of
from .._shared.text import letters_and_digits
from .._shared.verified import NUMBER, numbers_in
from ._alerts import expect_alert
from ._practice_messages import holding, reports
from ._records import changed_after, done, issued_as, labelled, looks_at, shows_nobody, told_of
from ._requests import issued_to, matches, outcome, steps

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
VERIFIED = "01"
BY_PATIENT = "GPPROVIDER_"
"""How a mailbox begins by which MESH finds the practice itself, by the patient."""
NEVER_TRUE = {VERIFIED, "07", "08"}
"""Nor does the number lack (07), nor was a trace put off for a newborn (08)."""
UNTRUE = {"invalidated": NEVER_TRUE, "unknown": NEVER_TRUE | {"05"}}
"""Of a number that PDS does not know nothing can be in conflict (05)."""
OF_THE_REFERRAL = "Tell the practice that the referral names, or nobody."
CALLED_VERIFIED = re.compile(r"(?i)\bverified\b")
DENIED = re.compile(
    r"(?i)\b(?:not|never|cannot|un|to|must|should|if|until)\b\W{0,3}(?:(?:be|been|yet|a|fully|pds) ){0,3}verified\b"
    r"|n['\u2019]t (?:(?:be|been|yet) ){0,2}verified\b"
    r"|\bverified\b(?:\s+(?:by|with|at|on)\s+\w+)?\W{0,3}(?:no|not|none|false|never|pending)\b"
)
"""Words by which it is not called so, or not yet, or is to become so."""
VERY_RESTRICTED = "very-restricted"
UNCONFIRMED = ("invalidated", "unknown", "becomes-invalid", "scottish")
"""Patients whose number PDS does not confirm."""
INVALIDATED = ("invalidated", "becomes-invalid")
NO_RECORD = ("not_found", "invalidated", "error", "failed", "malformed", "unanswered")


@criterion("PDS-13")
def test_an_invalid_number_and_an_unknown_one_are_told_apart(evidence: EvidenceView):
    """INVALIDATED_RESOURCE and RESOURCE_NOT_FOUND, both with 404, have outcomes of their own."""
    for (journey, label), apart in through(labelled(evidence, "invalidated", "unknown")):
        with apart:
            due = {"invalidated": "invalidated", "unknown": "not_found"}[label]
            for seen in steps(journey, label):
                todo = "Go by the code of the OperationOutcome; both come with status 404."
                expect_equal(f"the outcome for a number that is {label}", due, outcome(seen), seen, todo)
                expect_none("patient shown", matches(seen), seen)


@criterion("PDS-14")
def test_an_invalid_number_is_warned_of_each_time_and_work_goes_on(evidence: EvidenceView):
    """The warning stands at the referral whenever it is opened; a consultation can be completed without a record."""
    unseen = Unseen()
    for journey, label in labelled(evidence, "invalidated", "becomes-invalid"):
        with unseen:
            changed = changed_after(journey, label) if label == "becomes-invalid" else 0
            searched = steps(journey, label)[-1]
            for seen in done(journey, label, "open_referral", max(changed, searched.seq)):
                todo = "Warn at each opening that the number is no longer valid."
                expect(
                    "invalidated" in told_of(seen), "a notice invalidated", sorted(told_of(seen)), seen, todo
                )
            if label == "becomes-invalid":
                expect_alert(journey, (label,), "Have the back office put the number right.")
    for journey, label in labelled(evidence, "invalidated", "unknown", "scottish"):
        with unseen:
            for seen in steps(journey, label, "complete"):
                todo = "Let a consultation be completed although the patient was not traced."
                expect_equal(f"the end of complete for patient {label}", "done", seen.status, seen, todo)
    unseen.tell()


@criterion("PDS-15")
def test_a_number_that_was_not_verified_is_not_sent_as_verified(evidence: EvidenceView):
    """Beside the number stands a status that can be true; or there is none, or no document. No e-mail says verified."""
    judged = 0
    # Also where PDS refused the question: then it confirmed nothing either.
    for journey, label in issued_as(evidence, *UNCONFIRMED):
        person = issued_to(journey, label)["person"]
        told = {call.id for call in holding(reports(journey), person["nhs_number"], person["family"])}
        for sent in [sent for sent in sent_whole(journey.calls) if sent.call.id in told]:
            message, call = read_message(read_whole(sent)), sent.call
            if message is None:
                continue
            judged += 1
            statuses = [
                value(identifier, "f:extension/f:valueCodeableConcept/f:coding/f:code")
                for identifier in message.root.iter("{http://hl7.org/fhir}identifier")
                if value(identifier, "f:system") == NHS_NUMBER
            ]
            todo = "Send 01 only after PDS gave the record; 02 to 05 say what else there is to say."
            untrue = UNTRUE["invalidated" if label in INVALIDATED else "unknown"]
            due = f"a status other than {', '.join(sorted(untrue))}"
            expect(untrue.isdisjoint(statuses), due, statuses, call, todo)
        for mail in mails_among(journey, told):
            judged += 1
            expect_not_called_verified(mail, person["nhs_number"])
    if not judged and not sends_none(evidence):
        raise NotShown("no document was sent about a patient whose number was not verified")


@criterion("PDS-15")
def test_of_whom_pds_does_not_confirm_the_practice_learns_what_the_referral_says(evidence: EvidenceView):
    """It goes to the practice that NHS 111 named, with name and home as NHS 111 gave them, and to nobody else."""
    judged = 0
    for journey, label in issued_as(evidence, *UNCONFIRMED):
        issued = issued_to(journey, label)
        person = issued["person"]
        told = {call.id for call in holding(reports(journey), person["nhs_number"], person["family"])}
        for sent in [sent for sent in sent_whole(journey.calls) if sent.call.id in told]:
            judged += 1
            expect_message_by_the_referral(sent, issued)
        for mail in mails_among(journey, told):
            judged += 1
            expect_mail_by_the_referral(mail, issued)
    if not judged and not sends_none(evidence):
        raise NotShown("nothing was sent about a patient whose number was not verified")


@criterion("PDS-15")
def test_whom_pds_does_not_confirm_is_told_of_or_it_is_refused(evidence: EvidenceView):
    """A failure is neither, unless a service that was asked for it answered badly, which may have been the cause."""
    tried = [
        (journey, seen)
        for journey, label in issued_as(evidence, *UNCONFIRMED)
        for seen in journey.seen
        if (seen.action, seen.about) == ("notify_gp", issued_to(journey, label)["report"]["document_id"])
    ]
    if not tried:
        raise NotShown("no practice was to be told of whom PDS does not confirm")
    for (journey, seen), apart in through(tried):
        with apart:
            journey.looked_at.append(seen.id)
            before = max((other.seq for other in journey.seen if other.seq < seen.seq), default=0)
            asked = [call for call in journey.calls if before < call.seq < seen.seq]
            hindered = any(not 200 <= call.response.status < 400 for call in asked)
            fine = seen.status != "failed" or hindered
            expect(fine, "the practice told, or a refusal", seen.told or Words("a failure"), seen)


def mails_among(journey: JourneyView, told: Collection[str]) -> list[ExchangeView]:
    """Give the e-mails to practices among what was sent about a patient."""
    return [mail for mail in reports(journey) if mail.id in told and mail.service == "nhsmail"]


def expect_not_called_verified(mail: ExchangeView, number: str) -> None:
    """Raise NotMet where an e-mail calls an NHS number verified, or gives another."""
    lines = [line for line in what_it_says(mail).text.splitlines() if NUMBER.search(line)]
    wrong = list(filter(is_called_verified, lines))
    expect_none("NHS number that is called verified", wrong, mail, "Say that it is not verified.")
    others = [said for line in lines for said in numbers_in(line) if said != number]
    expect_none("other NHS number", others, mail, OF_THE_REFERRAL)


def expect_message_by_the_referral(sent: MeshMessage, issued: Mapping[str, Any]) -> None:
    """Raise NotMet unless a message goes to the practice that the referral names, with name and home as it has them."""
    due, to = issued["person"]["practice"]["mailbox"], str(sent.call.request.header("Mex-To") or "")
    right = to.upper() == due.upper() or to.upper().startswith(BY_PATIENT)
    expect(right, f"Mex-To {due}", to, sent.call, OF_THE_REFERRAL)
    root = read_whole(sent)
    if root is not None:
        expect_whole(of_xml(root), parties_of(issued)[:2], sent.call)


def expect_mail_by_the_referral(mail: ExchangeView, issued: Mapping[str, Any]) -> None:
    """Raise NotMet where an e-mail goes to another practice, or gives where a patient stays in place of their home."""
    person, own = issued["person"], str(issued["premises"]["email"]).casefold()
    strange = sorted(set(envelope_recipients(mail)) - {own, person["practice"]["email"].casefold()})
    expect_none("recipient that is not the practice of the referral", strange, mail, OF_THE_REFERRAL)
    stays = (issued["report"].get("written") or {}).get("elsewhere") or {}
    places = letters_and_digits(what_it_says(mail).text)
    away = [one for one in [stays.get("postcode")] if one and letters_and_digits(one) in places]
    if letters_and_digits(person["postcode"]) not in places:
        expect_none("place where the patient stays, in place of their home", away, mail)


def is_called_verified(line: str) -> bool:
    """Say whether a line calls a number verified, and does not deny it."""
    return CALLED_VERIFIED.search(DENIED.sub("", line)) is not None


def sends_none(evidence: EvidenceView) -> bool:
    """Say whether the system refuses to tell a practice of patients who were not traced, and tells it of others."""
    tried = [
        seen
        for journey, label in issued_as(evidence, *UNCONFIRMED)
        for seen in journey.seen
        if seen.action == "notify_gp" and seen.about == issued_to(journey, label)["report"]["document_id"]
    ]
    return (
        bool(tried)
        and all(seen.status == "refused" for seen in tried)
        and any(reports(journey) for journey in evidence.each())
    )


@criterion("PDS-20")
def test_a_very_restricted_record_is_told_and_stops_nothing(evidence: EvidenceView):
    """PDS gives a number alone: it is said that nothing can be verified by it, and the work goes on."""
    for (journey, label), apart in through(labelled(evidence, "very-restricted", "becomes-very-restricted")):
        with apart:
            changed = changed_after(journey, label) if label.startswith("becomes") else 0
            todo = "Say that the record is very restricted, and that the patient cannot be verified by it."
            for seen in [look_up for look_up in steps(journey, label) if look_up.seq > changed]:
                ended = f"{outcome(seen)} {seen.told}".strip()
                expect(
                    outcome(seen) not in NO_RECORD, "an outcome that tells of the record", ended, seen, todo
                )
            for seen in looks_at(journey, label, changed):
                if shows_nobody(seen):
                    continue
                expect(
                    VERY_RESTRICTED in told_of(seen),
                    f"a notice {VERY_RESTRICTED}",
                    sorted(told_of(seen)),
                    seen,
                    todo,
                )
            for seen in steps(journey, label, "complete"):
                expect_equal("the end of complete", "done", seen.status, seen)
