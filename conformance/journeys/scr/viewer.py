"""The Summary Care Record in the system's own viewer: permission, emergency, and every answer that there is.

Source: Summary Care Record FHIR API, and NHS Digital's rules on permission to view (interface sheet
dos-eps-rtec-scr-dmd, sections 5.2, 5.3 and 9).
"""

from __future__ import annotations

from collections.abc import Mapping

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Stage

from .._steps import cis2 as _cis2
from .._steps import nhs111 as _nhs111
from .._steps import referrals as _referrals
from .._steps.actors import by_initial
from .._steps.care_records import care_record
from .._steps.pathways import MI, UM
from .._steps.scr_viewer import (
    CASES,
    DRAWN,
    OTHER_NUMBER,
    THING,
    Case,
    open_again,
    permit,
    under_another_number,
    view,
    view_with_permission,
)

FIRST, NEXT = "first-of-two", "next-of-two"
"""The patients between whom the pharmacist turns."""


class ScrViewer(_nhs111.TakesItk):
    """Many patients are referred; the pharmacist looks at the record of each, as far as that may be seen."""

    id = "scr-viewer"
    seconds = 3.0
    pathways = (MI, UM)
    title = "{service} patients' Summary Care Records in the system's own viewer"

    asked_for_by = "[scr] viewer"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only a system with a viewer of its own goes this way."""
        return super().wanted(declaration) and declaration.scr_viewer

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Draw by which permission the record is looked at of those whom the API answers in one way or another."""
        return (THING,) if label in DRAWN else ()

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin what the API says."""
        return {"answer of SCR": DRAWN[label]} if label in DRAWN else {}

    def run(self, stage: Stage) -> None:
        """Go through every case, then turn from one patient to the next."""
        stage = by_initial(stage)
        self._sign_in(stage)
        cases = self._referred(stage)
        for name, case in CASES.items():
            if name in cases:
                stage.step(f"Summary Care Record: {name}")
                case(stage, cases[name])
        if FIRST in cases and NEXT in cases:
            self._turn(stage, cases[FIRST], cases[NEXT])

    def _sign_in(self, stage: Stage) -> None:
        """The pharmacist signs in, with CIS2 where the candidate's users do: alerts need the name of a person."""
        if not _cis2.wanted(stage.declaration):
            _referrals.sign_in(stage)
            return
        stage.step("The pharmacist signs in with CIS2")
        _cis2.sign_in(stage, stage.worker.roles[0].role_id)

    def _referred(self, stage: Stage) -> dict[str, Case]:
        """Have NHS 111 refer every patient; gives those who are on the worklist."""
        issued = {label: stage.another(label) for label in (*CASES, FIRST, NEXT)}
        issued[OTHER_NUMBER] = under_another_number(stage, issued[OTHER_NUMBER])
        stage.step("NHS 111 refers the patients")
        for label, patient in issued.items():
            stage.send(report=patient.report, variant=label)
        found = stage.look_for([patient.report for patient in issued.values()])
        return {
            label: Case(label, patient, str(found[patient.report.document_id].get("referral", "")))
            for label, patient in issued.items()
            if patient.report.document_id in found
        }

    def _turn(self, stage: Stage, first: Case, following: Case) -> None:
        stage.step("The pharmacist looks at one patient's record, and turns to the next patient")
        open_again(stage, first)
        view_with_permission(stage, first)
        stage.hold(care_record(following.issued), following.label)
        open_again(stage, following)
        view(stage, following)
        permit(stage, following)
        view(stage, following)
