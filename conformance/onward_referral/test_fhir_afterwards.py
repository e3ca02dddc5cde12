"""What an onward referral by FHIR leaves behind: at the first pharmacy, in the claim, with the practice.

Source: model of the project, docs/reference/onward-model.md.
"""

from cpcs_harness.judging import EvidenceView, criterion, through

from ._left_behind import expect_claim, expect_closed, expect_notified
from ._onward import each_done


@criterion("ONF-07")
def test_the_first_pharmacy_sees_where_its_patient_went(evidence: EvidenceView):
    """The referral is no longer open there, and says which pharmacy has it."""
    for found, apart in through(each_done(evidence)):
        with apart:
            expect_closed(found)


@criterion("ONF-08")
def test_the_claim_tells_of_the_onward_referral(evidence: EvidenceView):
    """One claim for the consultation: its outcome, the pharmacy, and no item."""
    for found, apart in through(each_done(evidence)):
        with apart:
            expect_claim(found)


@criterion("ONF-09")
def test_the_practice_reads_where_its_patient_went(evidence: EvidenceView):
    """The notification names the pharmacy, and speaks of no supply."""
    for found, apart in through(each_done(evidence)):
        with apart:
            expect_notified(found)
