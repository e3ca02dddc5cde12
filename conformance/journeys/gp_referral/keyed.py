"""A practice refers by e-mail, and staff of the pharmacy key the referral in."""

from __future__ import annotations

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage

from .._steps import referrals as _referrals
from .._steps.pathways import MI


class GpReferralKeyed(Journey):
    """Two practices' referrals are keyed in, one after the other."""

    id = "gp-referral-keyed"
    pathways = (MI,)
    title = "A practice's referral, keyed in by staff"

    asked_for_by = "[options] MI-GPR-E"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only where staff key such referrals in."""
        return "keyed-by-staff" in declaration.options_of("MI-GPR-E")

    def run(self, stage: Stage) -> None:
        """Key both in, find both, and open both: nothing of the first may cling to the second."""
        _referrals.sign_in(stage)
        wanted = [stage.issued.gp_referral, stage.another("second of the day").gp_referral]
        stage.step("Staff key in what the practices wrote")
        for referral in wanted:
            given = _referrals.keyed_from_practice(referral)
            stage.do("key_referral", needed=False, about=referral.document_id, **given)
        stage.step("The pharmacist opens the referrals")
        _referrals.find_and_open(stage, wanted)
