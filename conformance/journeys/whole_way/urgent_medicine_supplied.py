"""Urgent medicine: an inhaler is supplied; the practice is told by an ITK3 document over MESH."""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage

from .._steps import cis2 as _cis2
from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.pathways import UM


class UrgentMedicineSupplied(Journey):
    """A patient without an inhaler is referred and supplied with one."""

    id = "urgent-medicine-supplied"
    seconds = 1.5
    pathways = (UM,)
    title = "Urgent medicine supplied"

    def before_trace(self, stage: Stage) -> None:
        """Do nothing more; the second patient of the day meets a refused token here."""

    def run(self, stage: Stage) -> None:
        """Go from referral to claim."""
        _parts.sign_in_and_enrol(stage)
        _parts.receive_and_open(stage)
        self.before_trace(stage)
        _parts.trace_on_pds(stage)
        stage.step("The pharmacist looks for a prescription and at the Summary Care Record")
        _cis2.sign_in_to_track(stage)
        stage.do("track_prescriptions", needed=False)
        stage.do("view_summary_care_record", needed=False)
        stage.step("The pharmacist looks for another pharmacy nearby, in case of stock")
        stage.do("find_pharmacies", needed=False, postcode=stage.issued.person.postcode)
        stage.step("The pharmacist supplies the medicine")
        stage.try_to("supply_medicine", **_referrals.supplied(stage))
        self._consult(stage)
        stage.step("The practice is told over MESH")
        stage.do("notify_gp", needed=False)
        stage.step("The practice answers, and the pharmacy collects the answers")
        stage.answer_gp_reports()
        _referrals.collect(stage)
        stage.do("notify_gp", needed=False)
        _parts.claim_and_look_again(stage)

    def _consult(self, stage: Stage) -> None:
        stage.try_to(
            "record_consultation",
            **_referrals.consultation(stage.issued, "medicine-supplied", stage.now()),
        )
        stage.try_to("complete")


class UrgentMedicineSecondPatient(UrgentMedicineSupplied):
    """The same way for another patient of the same day: nothing of the first may cling to the second."""

    id = "urgent-medicine-second-patient"
    seconds = 1.5
    title = "Urgent medicine, another patient of the day"

    def before_trace(self, stage: Stage) -> None:
        """Have the token refused that the first patient's requests went by."""
        _parts.refuse_token_once(stage)
