"""A month's consultations are exported: of this pharmacy, as they were recorded, corrected ones as corrected.

Source: CPCS Technical Toolkit, June 2021, row Data reporting; our model of the files (docs/reference/extract-model.md).
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage

from ._steps import parts as _parts
from ._steps import pds as _pds
from ._steps import referrals as _referrals
from ._steps.exports import EMPTY, FORMS, export
from ._steps.pathways import MI, UM

PLAIN, FORMULA, AMENDED, WAITS, ELSEWHERE = "", "formula", "amended", "waits", "elsewhere"
TEXTS = {
    PLAIN: (
        'Said: "it\'s worse at night"; since Tuesday, and\nagain today. Lives at Tŷ Gwyn, Llanŵr',
        '"Rest", she said',
    ),
    FORMULA: ('=HYPERLINK("http://example.org","pain")', "+44 1632 960001 is to be rung"),
    AMENDED: ("Corrected later:", "-"),
    ELSEWHERE: ("@SUM(1+1)*cmd|' /C calc'!A0", "\tRest; -2 days"),
}
"""By patient: how what they complain of begins, and what they are advised; the patient's own words end it."""


class MonthExported(Journey):
    """Three are treated here: one is corrected, one claim withdrawn; one waits; one is treated at another pharmacy."""

    id = "month-exported"
    seconds = 2.5
    pathways = (MI, UM)
    title = "{service}, a month is exported"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only where a specification is declared."""
        return any(declaration.chose(form) for form in FORMS)

    asked_for_by = "[options] MI-DATA-E and UM-DATA-E"

    def run(self, stage: Stage) -> None:
        """Treat, correct, and export the month and an empty one, by each specification that is declared."""
        _parts.sign_in_and_enrol(stage)
        patients = {PLAIN: stage.issued}
        patients |= {label: stage.another(label) for label in (FORMULA, AMENDED, WAITS)}
        patients[ELSEWHERE] = stage.another(ELSEWHERE, stage.other_premises())
        cases = _pds.refer(stage, patients)
        stage.step("Patients are treated, here and in another pharmacy; one waits")
        for label, (complaint, advice) in TEXTS.items():
            self._treat(cases[label], complaint, advice)
        for label in (PLAIN, FORMULA):
            cases[label].do("submit_claims")
        stage.step("One record is corrected, and the claim of another is withdrawn")
        cases[FORMULA].do("withdraw_claim", why=cases[FORMULA].issued.words.remark)
        cases[AMENDED].do("amend_consultation", presenting_complaint=cases[AMENDED].issued.words.correction)
        stage.step(
            "The month is exported, here and in the other pharmacy, and one in which there was nothing"
        )
        month = stage.now().astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m")
        for form in filter(stage.declaration.chose, FORMS):
            export(stage, stage.issued.premises, month, form)
            export(stage, stage.other_premises(), month, form)
            export(stage, stage.issued.premises, EMPTY, form)

    def _treat(self, case: _pds.Case, complaint: str, advice: str) -> None:
        urgent = case.issued.pathway == UM.id
        case.find()
        case.choose()
        case.do("record_consent", share_with_gp=False)
        if urgent:
            case.do("supply_medicine", **_referrals.supplied(_referrals.for_patient(case.stage, case.issued)))
        said: dict[str, Any] = _referrals.consultation(
            case.issued, "medicine-supplied" if urgent else "advice-given"
        )
        words = case.issued.words
        begun = {
            "presenting_complaint": f"{complaint} {words.complaint}",
            "advice": f"{advice} {words.advice}",
        }
        case.do("record_consultation", **said | begun)
        case.do("complete")
