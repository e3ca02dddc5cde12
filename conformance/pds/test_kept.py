"""The record that was adopted is the referral's, also after a restart.

Source: CPCS Technical Toolkit, June 2021, Personal Demographics Service (PDS).
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion, expect_equal

from .._shared.restarts import KEEP, around


@criterion("PDS-60")
def test_the_adopted_record_outlives_a_restart(evidence: EvidenceView):
    """An opened referral shows the record that it showed before, in every value, and its status."""
    for journey in evidence.each():
        adopted = [
            look for look in around(journey, "open_referral") if look.before.shown.get("adopted_patient")
        ]
        if not adopted:
            raise NotShown(
                f"journey {journey.id}: no opened referral shows an adopted record, before the restart either"
            )
        for before, after in adopted:
            for what in ("adopted_patient", "status", "supplies"):
                due = before.shown.get(what)
                expect_equal(f"{what}, after a restart,", due, after.shown.get(what), after, KEEP)
