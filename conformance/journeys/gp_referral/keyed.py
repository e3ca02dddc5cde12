"""A practice refers by e-mail, and staff of the pharmacy key the referral in."""

from __future__ import annotations

from dataclasses import replace

from cpcs_harness.declaration import Declaration
from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.journeys.worklist import row_of
from cpcs_harness.people.model import GpReferral

from .._steps import referrals as _referrals
from .._steps.pathways import MI


class GpReferralKeyed(Journey):
    """Two practices' referrals are keyed in, one after the other, under one reference if that is taken."""

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
        first, second = stage.issued.gp_referral, stage.another("second of the day").gp_referral
        stage.step("Staff key in what the practices wrote")
        self._key(stage, first)
        wanted = [first, self._key_second(stage, first, second)]
        stage.step("The pharmacist opens the referrals")
        _referrals.find_and_open(stage, wanted)

    def _key_second(self, stage: Stage, first: GpReferral, second: GpReferral) -> GpReferral:
        """Key another patient in under the reference of the first, for each practice has numbers of its own.

        Whoever refuses that is given another one. Without the patients' numbers on a worklist nobody could tell the two
        rows apart: then each has its own.
        """
        row = row_of(first, stage.do("worklist"))
        alike = replace(second, reference=first.reference)
        if row is not None and row.get("nhs_number") and self._key(stage, alike).status == "done":
            return alike
        self._key(stage, second)
        return second

    def _key(self, stage: Stage, referral: GpReferral) -> Outcome:
        given = _referrals.keyed_from_practice(referral)
        return stage.do("key_referral", needed=False, about=referral.document_id, **given)
