"""PDS goes down in mid-consultation: the patient is treated all the same, and traced when it is back.

Source: Personal Demographics Service FHIR API, retries (interface sheet pds-smsp-auth, section 8).
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Stage

from .._steps import pds as _pds
from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM
from .._steps.pds import Case


class PdsDown(_pds.AsksPds):
    """One patient, who cannot be traced while being treated."""

    id = "pds-down-mid-consultation"
    seconds = 1.5
    pathways = (MI, UM)
    title = "{service}, PDS down in mid-consultation"

    def run(self, stage: Stage) -> None:
        """Look the patient up in vain, record and complete the consultation, and trace the patient afterwards."""
        pharmacist = stage.issued.pharmacist
        _referrals.sign_in(stage)
        stage.do(
            "enrol_pharmacist", needed=False, full_name=pharmacist.full_name, gphc_number=pharmacist.gphc
        )
        case = _pds.refer(stage, _pds.issue(stage, ("down",)))["down"]
        case.open()
        stage.step("PDS is down when the patient is looked up")
        troubles = [case.fault("unavailable", way, _pds.ALWAYS) for way in ("read_patient", "search_patient")]
        case.find()
        case.search()
        case.open()
        self.treat(case)
        stage.step("PDS is back, and the patient is traced")
        for trouble in troubles:
            trouble.times = 0
        case.find()
        case.choose()
        case.open()

    def treat(self, case: Case) -> None:
        """The pharmacist treats the patient without PDS."""
        urgent = case.issued.pathway == UM.id
        case.stage.step("The patient is treated without PDS")
        if urgent:
            stage = _referrals.for_patient(case.stage, case.issued, case.referral)
            _referrals.supply(stage, about=case.issued.report.document_id)
        seen = _referrals.consultation(case.issued, "medicine-supplied" if urgent else "advice-given")
        case.do("record_consultation", **seen)
        case.do("complete")
        case.open()
