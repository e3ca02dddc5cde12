"""Referrals that staff key in are listed and shown.

Source: PSNC, CPCS frequently asked questions, November 2019.
"""

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_equal, through
from cpcs_harness.judging.expect import expect_same

from .._shared.screen import expect_patient, expect_text, looks, opened, rows_of
from ._referrals import GP_PRACTICE


@criterion("GPR-05")
def test_what_staff_keyed_in_is_on_the_worklist_as_a_practices(evidence: EvidenceView):
    """Taken, listed once at the pharmacy where it was keyed in, and marked as a GP practice's."""
    for journey in evidence.each():
        for keyed, apart in through(journey.attempts("key_referral")):
            with apart:
                given = keyed.given
                expect(
                    keyed.status == "done", "key_referral to be done", f"{keyed.status}: {keyed.told}", keyed
                )
                seen_after = looks(journey, keyed.actor["ods"], keyed.seq)
                for seen in seen_after:
                    rows = rows_of(seen, given["patient"]["nhs_number"], [given["reference"]])
                    due = len(rows) == 1 if seen is seen_after[-1] else len(rows) <= 1
                    expect(due, "one row of what was keyed in", rows, seen)
                    for row in rows:
                        expect_equal("its source", GP_PRACTICE, row.get("source"), seen)


@criterion("GPR-05")
def test_what_staff_keyed_in_is_shown_as_it_was_keyed(evidence: EvidenceView):
    """Patient, practice, complaint and notes."""
    for journey in evidence.each():
        for keyed, apart in through(journey.attempts("key_referral")):
            with apart:
                for seen in opened(journey, keyed.about):
                    expect_patient(keyed.given["patient"], seen)
                    practice = seen.shown.get("practice") or {}
                    due = keyed.given["practice_ods"]
                    expect_same("the practice's ODS code", due, practice.get("ods"), seen)
                    for what in ("complaint", "notes"):
                        for line in keyed.given[what].splitlines():
                            expect_text(f"the {what}", line, seen)
