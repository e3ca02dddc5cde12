"""One patient is found: the record that is adopted, and the notices about it.

Source: PDS Mini Services Domain Message Specification v1.0; SMSP Response Codes v1.0 (interface sheet pds-smsp-auth,
section 12, check C93).
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotApplicable,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.lookups import (
    done,
    held,
    issued_to,
    located,
    looks_at,
    number_in,
    outcome,
    patient_in,
    shows_nobody,
    steps,
    told,
    told_of,
)
from .._shared.outbound import holding, outbound
from .._shared.screen import digits, expect_line, expect_name, expect_postcode
from .._shared.told_before import sent_after
from ._requests import about, answered, checks, code_of

NEEDS_NO_GENDER = "no-gender"
ADOPTED = ("by-number", "by-details", NEEDS_NO_GENDER, "several", "elsewhere")
STALE = "SMSP-0003"
CHANGES = "passing-failure"
"""Whose record changes once it was adopted."""
NO_ADDRESS, RESTRICTED = "died", {"restricted", "very-restricted"}
"""Of whom the mini service has no address, and by which notices a record is called restricted."""
CHECK, NOT_VERIFIED = "check_nhs_number", "not_verified"


@criterion("SMSP-08")
def test_the_record_adopted_is_the_patients(evidence: EvidenceView):
    """NHS number, name, birth date, address and practice agree with what the mini service holds of the patient."""
    for journey in evidence.each():
        for label, apart in through(ADOPTED):
            with apart:
                if label == NEEDS_NO_GENDER and not was_found(journey, label):
                    continue  # two of the services cannot be asked without one, and the system may say so
                due = issued_to(journey, label)["person"]
                seen = done(journey, label, "choose_patient")[-1]
                patient, record = patient_in(seen), journey.held.get(label)
                address, practice = patient.get("address") or {}, patient.get("practice") or {}
                expect_equal("the NHS number", due["nhs_number"], digits(patient.get("nhs_number")), seen)
                expect_name("the family name", due["family"], patient.get("family"), seen)
                expect_name("the given name", given_name(due, record), patient.get("given"), seen)
                expect_equal(
                    "the birth date", due["birth_date"], patient.get("birth_date"), seen, "Mind time zones."
                )
                expect_postcode(due["postcode"], address.get("postcode"), seen)
                expect_line(due["address"][0], address.get("lines"), seen)
                ods = due["practice"]["ods"] if record is None else record["practice"]
                expect_equal("the practice's ODS code", ods, practice.get("ods") or "", seen)
                said = [state for state in ("restricted", "deceased") if patient.get(state) is True]
                expect_none(
                    "word of a restriction or a death", said, seen, "Tell what the answer tells, and no more."
                )
                if record is not None:
                    expect_held(record, patient, seen)


@criterion("SMSP-08")
def test_who_has_no_address_is_not_called_restricted(evidence: EvidenceView):
    """Of a restricted record telephone and practice lack as well: who has these, and no address, has none."""
    for journey in evidence.each():
        if held(journey, NO_ADDRESS)["addresses"]:
            raise NotShown(f"journey {journey.id}: {NO_ADDRESS} has an address")
        for seen in looks_at(journey, NO_ADDRESS):
            called = patient_in(seen).get("restricted") is True or bool(told_of(seen) & RESTRICTED)
            todo = "Take a record for restricted that has neither address nor telephone nor practice."
            expect(not called, "no word of a restriction", sorted(told_of(seen)), seen, todo)


@criterion("SMSP-08")
def test_a_record_that_changed_is_adopted_and_sent_as_it_is_now(evidence: EvidenceView):
    """The home and the practice of now are shown; nothing goes to the practice that was left, nor its home alone."""
    for journey in evidence.each():
        chosen, record = done(journey, CHANGES, "choose_patient"), held(journey, CHANGES)
        if len(chosen) < 2:
            raise NotShown(f"journey {journey.id}: the record of {CHANGES} was not adopted twice")
        last, person, (home,) = chosen[-1], issued_to(journey, CHANGES)["person"], record["addresses"]
        todo = "Show and send what was adopted last, and keep no part of an earlier record."
        for seen in (seen for seen in looks_at(journey, CHANGES, chosen[-2].seq) if seen.seq >= last.seq):
            patient = patient_in(seen)
            address, practice = patient.get("address") or {}, patient.get("practice") or {}
            expect_postcode(home["postcode"], address.get("postcode"), seen)
            expect_equal("the practice's ODS code", record["practice"], practice.get("ods") or "", seen, todo)
        sent, left = sent_after(outbound(journey, last.seq), last), person["practice"]
        to_left = holding(sent, left["ods"], left["email"], left["mailbox"])
        expect_none("practice that was left", [call.where for call in to_left], (to_left or [last])[0], todo)
        now = holding(sent, home["postcode"])
        stale = [call for call in holding(sent, person["postcode"]) if call not in now]
        expect_none("home that was left", [call.where for call in stale], (stale or [last])[0], todo)


def given_name(issued: Mapping[str, Any], record: Mapping[str, Any] | None) -> str:
    """Give the given name that the mini service has."""
    return str(issued["given"]) if record is None else " ".join(record["names"][0]["given"])


def expect_held(record: Mapping[str, Any], patient: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet where a gender is made up, or an e-mail address is shown as the telephone."""
    gender = str(patient.get("gender") or "").casefold()
    known = record["gender"] in ("male", "female")
    right = gender in ("", record["gender"]) if known else gender not in ("male", "female")
    expect(right, f"the gender to be {record['gender']}", gender, seen, "Make nobody male or female.")
    telephone, numbers = (
        patient.get("telephone"),
        [one for one in record["telecoms"] if one["system"] == "phone"],
    )
    right = digits(telephone) in {"", *(digits(one["value"]) for one in numbers)} and "@" not in str(
        telephone
    )
    expect(right, "a telephone, and no e-mail address", telephone, seen, "Take what begins with tel: alone.")


def was_found(journey: JourneyView, label: str) -> bool:
    """Say whether a look-up found a patient."""
    return any(outcome(seen) == "found" for seen in steps(journey, label))


@criterion("SMSP-09")
def test_a_replaced_number_is_told_and_the_new_one_adopted(evidence: EvidenceView):
    """The answer has another number than was asked for: that is said at the look-up, the choice and the referral."""
    for journey in evidence.each():
        record = held(journey, "replaced")
        old, new = record["nhs_number"], record["replaced_by"]
        chosen = done(journey, "replaced", "choose_patient")[-1]
        for seen in looks_at(journey, "replaced"):
            if seen.action == "open_referral" and seen.seq < chosen.seq:
                continue  # nothing has been adopted yet
            todo = f"Say that {old} was replaced by {new} (DEMOG-0017)."
            expect("superseded" in told_of(seen), "a notice superseded", sorted(told_of(seen)), seen, todo)
            expect_equal("the NHS number", new, number_in(seen), seen, todo)


@criterion("SMSP-09")
def test_a_check_of_a_replaced_number_says_what_it_is_now(evidence: EvidenceView):
    """A check without the record tells of the new number as well, and verifies none that is no more."""
    made = [(journey, seen) for journey in evidence.each() for seen in checks(journey, "replaced")]
    if not made:
        raise NotApplicable("the system checks no number without the record")
    for journey, seen in made:
        record = held(journey, "replaced")
        old, new = record["nhs_number"], record["replaced_by"]
        evidence.looked_at.append(seen.id)
        todo = f"Say that {old} was replaced by {new} (DEMOG-0017)."
        expect(outcome(seen) in (NOT_VERIFIED, "found"), "no word of verified", outcome(seen), seen, todo)
        expect("superseded" in told_of(seen), "a notice superseded", sorted(told_of(seen)), seen, todo)
        said = digits(f"{seen.shown.get('nhs_number')} {told(seen)}")
        expect(new in said, f"the NHS number {new}", Words("another, or none"), seen, todo)


@criterion("SMSP-10")
def test_a_replaced_number_is_not_sent_again(evidence: EvidenceView):
    """Once the new number is adopted it stands in what goes out about the patient; the old one nowhere."""
    for journey in evidence.each():
        record = held(journey, "replaced")
        old, new = record["nhs_number"], record["replaced_by"]
        adopted = done(journey, "replaced", "choose_patient")[-1]
        asked = sent_after(journey.exchanges("smsp", at_least=0), adopted)
        sent = sent_after(outbound(journey, adopted.seq), adopted)
        again = holding([*sent, *asked], old)
        expect_none(
            f"NHS number {old}", [call.where for call in again], again[0] if again else adopted, f"Use {new}."
        )
        if not holding(sent, new):
            raise NotShown(
                f"journey {journey.id}: nothing was sent about the patient whose number is now {new}"
            )


@criterion("SMSP-11")
def test_where_a_restricted_patient_lives_is_shown_nowhere(evidence: EvidenceView):
    """A record without address, telephone and practice is shown without them: nothing is filled in from elsewhere."""
    for journey in evidence.each():
        looks = looks_at(journey, "restricted")
        if not any(number_in(seen) for seen in looks):
            raise NotShown(f"journey {journey.id}: the restricted patient was not shown at all")
        for seen in looks:
            todo = "Show what this answer holds; an older copy tells where the patient is."
            expect_none("place of a restricted patient", located(seen), seen, todo)


@criterion("SMSP-12")
def test_a_death_is_told(evidence: EvidenceView):
    """deceasedTime is a warning at the look-up and at the record adopted."""
    for journey in evidence.each():
        for seen in looks_at(journey, "died"):
            if shows_nobody(seen):
                continue
            told = "deceased" in told_of(seen) or patient_in(seen).get("deceased") is True
            expect(
                told,
                "word that the patient has died",
                sorted(told_of(seen)),
                seen,
                "Warn before anybody is rung.",
            )
            day, due = patient_in(seen).get("deceased_on"), held(journey, "died")["deceased"]
            expect(day in (None, "", due), f"the date of death to be {due}, where one is shown", day, seen)


@criterion("SMSP-13")
def test_an_older_copy_is_shown_as_one(evidence: EvidenceView):
    """SMSP-0003: the Spine was not reached, and what is shown may be out of date; that is said wherever it is shown."""
    for journey in evidence.each():
        answered(journey, "stale", STALE)
        asked = about(journey, "stale")
        older = [seen for seen in looks_at(journey, "stale") if answered_last(asked, seen) == STALE]
        if not older:
            raise NotApplicable("no older copy was shown: the Spine was asked anew")
        for seen in older:
            if shows_nobody(seen):
                continue
            todo = "Mark what the local store gave (SMSP-0003), and ask again later."
            expect("stale" in told_of(seen), "a notice stale", sorted(told_of(seen)), seen, todo)


@criterion("SMSP-13")
def test_a_number_that_an_older_copy_verified_is_shown_as_that(evidence: EvidenceView):
    """Who checks a number alone is told as well that the Spine was not reached."""
    for journey in evidence.each():
        asked, document = about(journey, "stale"), issued_to(journey, "stale")["report"]["document_id"]
        checks = [seen for seen in journey.seen if (seen.about, seen.action) == (document, CHECK)]
        older = [seen for seen in checks if seen.status == "done" and answered_last(asked, seen) == STALE]
        journey.looked_at.extend(seen.id for seen in older)
        for seen in older:
            todo = "Mark what the local store gave (SMSP-0003), and ask again later."
            expect("stale" in told_of(seen), "a notice stale", sorted(told_of(seen)), seen, todo)


def answered_last(asked: list[ExchangeView], seen: ObservationView) -> str:
    """Give the code of the last answer about a patient before something was shown of them."""
    return next((code_of(call) for call in reversed(asked) if call.seq < seen.seq), "")
