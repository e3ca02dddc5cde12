"""The Summary Care Record by its own application, by a link and by 1-Click, for one patient and then for another.

Source: NHS Digital, ways to view SCR (interface sheet dos-eps-rtec-scr-dmd, section 5.1).
"""

from __future__ import annotations

from typing import Any

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Issued

from .._steps import referrals as _referrals
from .._steps.pathways import MI, UM

WAYS = ("scra-link", "scr-1-click")


class ScrLinks(Journey):
    """Two patients are referred; the way to the record is opened for each, by every way that is declared."""

    id = "scr-links"
    pathways = (MI, UM)
    title = "{service} patients' Summary Care Records by link and by 1-Click"

    asked_for_by = "[options] MI-SCR-E and UM-SCR-E"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only a system that declares one of the ways goes this way; by what channel referrals come does not matter."""
        return declaration.takes_itk and any(declaration.chose(way) for way in WAYS)

    def run(self, stage: Stage) -> None:
        """Open the record of one patient, turn to the next, and open theirs."""
        _referrals.sign_in(stage)
        patients = [stage.issued, stage.another("next-of-two")]
        stage.step("NHS 111 refers two patients")
        for patient in patients:
            stage.send(report=patient.report)
        found = stage.look_for([patient.report for patient in patients])
        for way in (way for way in WAYS if stage.declaration.chose(way)):
            stage.step(f"The pharmacist goes to the record of one patient and then of the next: {way}")
            for patient in patients:
                self._go(stage, patient, found.get(patient.report.document_id), way)

    def _go(self, stage: Stage, issued: Issued, row: Any, way: str) -> None:
        if row is None:
            return
        stage.open(issued.report, row)
        about, referral = issued.report.document_id, str(row.get("referral", ""))
        stage.do("view_summary_care_record", needed=False, referral=referral, about=about, through=way)
