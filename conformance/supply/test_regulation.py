"""What regulation 225 bars, or limits, is not let by without a word; what it allows is not refused.

Source: Human Medicines Regulations 2012, regulation 225 (interface sheet mesh-itk3-nhsmail-mys, check F3 55; interface
sheet dos-eps-rtec-scr-dmd, check 98).
"""

from cpcs_harness.judging import EvidenceView, criterion, expect
from cpcs_harness.judging.in_words import Words, in_words

from ._cases import cases, is_recorded, is_told_against, is_told_of_too_much, kinds

AGAINST = {"days", "quantity"}
"""Notices that speak against a supply; that a medicine is a controlled drug does not, by itself."""


@criterion("SUP-03")
def test_what_is_barred_is_not_supplied_without_a_word(evidence: EvidenceView):
    """Schedule 2 is refused or told of, also beside another item; phenobarbital for epilepsy is recorded."""
    expect_as_the_rule_says(evidence, "schedule")


@criterion("SUP-04")
def test_more_than_there_may_be_is_told_and_a_pack_is_not(evidence: EvidenceView):
    """More than 30 days, or than the smallest pack, a full cycle, the smallest course; that much itself is recorded."""
    expect_as_the_rule_says(evidence, "packs")


@criterion("SUP-05")
def test_more_than_five_days_of_a_controlled_drug_are_told(evidence: EvidenceView):
    """Of schedules 4 and 5, and of phenobarbital; five days are recorded."""
    expect_as_the_rule_says(evidence, "five-days")


@criterion("SUP-13")
def test_nobody_is_refused_for_their_age(evidence: EvidenceView):
    """The service has no limit of age."""
    expect_as_the_rule_says(evidence, "age")


def expect_as_the_rule_says(evidence: EvidenceView, rule: str) -> None:
    """Raise NotMet unless each patient of a rule got what it allows, and a word was said where it does not."""
    for patient, row, seen in cases(evidence, rule):
        if row["expects"] == "taken":
            recorded = is_recorded(seen, len(row["items"]))
            told = seen.told or seen.shown.get("refused") or seen.status
            expect(
                recorded,
                f"{in_words(patient.label)} to be recorded",
                Words(f"it was not: {told}"),
                seen,
                "Warn, if you must.",
            )
            against = sorted(kinds(seen) & AGAINST)
            expect(not against, f"no word against {in_words(patient.label)}", against, seen)
        else:
            barred = any(map(is_told_against, patient.last_of_each))
            said = barred if row["expects"] == "barred" else is_told_of_too_much(seen)
            expect(
                said,
                f"{in_words(patient.label)} to be refused, or a notice of it",
                Words("recorded without a word"),
                seen,
            )
