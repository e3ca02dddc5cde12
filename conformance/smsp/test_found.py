"""One patient is found: whose record is adopted, and what is said of it."""

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    expect_same,
)
from cpcs_harness.judging.lookups import done, held, issued_to, looks_at, number_in, patient_in, told_of
from cpcs_harness.judging.outbound import holding, outbound
from cpcs_harness.judging.screen import digits

from ._asked import answered

ADOPTED = ("by-number", "by-details", "no-gender", "several", "elsewhere")


@criterion("SMSP-08")
def test_the_record_adopted_is_the_patients(evidence: EvidenceView):
    """NHS number, name, birth date, address and practice agree with what the mini service holds of the patient."""
    for journey in evidence.each():
        for label in ADOPTED:
            due = issued_to(journey, label)["person"]
            seen = done(journey, label, "choose_patient")[-1]
            patient = patient_in(seen)
            address, practice = patient.get("address") or {}, patient.get("practice") or {}
            expect_equal("the NHS number", due["nhs_number"], digits(patient.get("nhs_number")), seen)
            expect_same("the family name", due["family"], patient.get("family"), seen)
            expect_same("the given name", due["given"], patient.get("given"), seen)
            expect_equal(
                "the birth date", due["birth_date"], patient.get("birth_date"), seen, "Mind time zones."
            )
            postcode = str(address.get("postcode")).replace(" ", "")
            expect_equal("the postcode", due["postcode"].replace(" ", ""), postcode, seen)
            expect_same(
                "the first address line",
                due["address"][0],
                next(iter(address.get("lines") or []), None),
                seen,
            )
            expect_equal("the practice's ODS code", due["practice"]["ods"], practice.get("ods"), seen)


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


@criterion("SMSP-10")
def test_a_replaced_number_is_not_sent_again(evidence: EvidenceView):
    """Once the new number is adopted it stands in what goes out about the patient; the old one nowhere."""
    for journey in evidence.each():
        record = held(journey, "replaced")
        old, new = record["nhs_number"], record["replaced_by"]
        adopted = done(journey, "replaced", "choose_patient")[-1]
        asked = [call for call in journey.exchanges("smsp", at_least=0) if call.seq > adopted.seq]
        sent = outbound(journey, adopted.seq)
        again = holding([*sent, *asked], old)
        expect_none(
            f"NHS number {old}", [one.where for one in again], again[0] if again else adopted, f"Use {new}."
        )
        if not holding(sent, new):
            raise NotShown(
                f"journey {journey.id}: nothing was sent about the patient whose number is now {new}"
            )


@criterion("SMSP-11")
def test_where_a_restricted_patient_lives_is_shown_nowhere(evidence: EvidenceView):
    """A record without address, telephone and practice is shown without them: nothing is filled in from elsewhere."""
    for journey in evidence.each():
        for seen in looks_at(journey, "restricted"):
            patient = patient_in(seen)
            address, practice = patient.get("address") or {}, patient.get("practice") or {}
            shown = {
                "address": [line for line in address.get("lines") or [] if line],
                "postcode": address.get("postcode"),
                "telephone": patient.get("telephone"),
                "practice": practice.get("ods") or practice.get("name"),
            }
            told = sorted(name for name, value in shown.items() if value)
            todo = "Show what this answer holds; an older copy tells where the patient is."
            expect_none("place of a restricted patient", told, seen, todo)


@criterion("SMSP-12")
def test_a_death_is_told(evidence: EvidenceView):
    """deceasedTime is a warning at the look-up and at the record adopted."""
    for journey in evidence.each():
        for seen in looks_at(journey, "died"):
            if seen.action == "open_referral" and not patient_in(seen):
                continue
            told = "deceased" in told_of(seen) or patient_in(seen).get("deceased") is True
            expect(
                told,
                "word that the patient has died",
                sorted(told_of(seen)),
                seen,
                "Warn before anybody is rung.",
            )


@criterion("SMSP-13")
def test_an_older_copy_is_shown_as_one(evidence: EvidenceView):
    """SMSP-0003: the Spine was not reached, and what is shown may be out of date; that is said wherever it is shown."""
    for journey in evidence.each():
        answered(journey, "stale", "SMSP-0003")
        for seen in looks_at(journey, "stale"):
            if seen.action == "open_referral" and not patient_in(seen):
                continue
            todo = "Mark what the local store gave (SMSP-0003), and ask again later."
            expect("stale" in told_of(seen), "a notice stale", sorted(told_of(seen)), seen, todo)
