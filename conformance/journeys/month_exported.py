"""A month's consultations are exported: of this pharmacy, as they were recorded, corrected ones as corrected.

Source: CPCS Technical Toolkit, June 2021, row Data reporting; our model of the files (docs/reference/extract-model.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.declaration import Declaration
from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.people.model import Issued
from cpcs_harness.people.words import METHODS

from ._steps import onward as _onward
from ._steps import parts as _parts
from ._steps import pds as _pds
from ._steps import referrals as _referrals
from ._steps import supplied as _supplied
from ._steps import tracing as _tracing
from ._steps.exports import EMPTY, FORMS, export
from ._steps.pathways import MI, UM
from .nhs111.online import known as _online

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
KEYED = "keyed-by-staff"
RECEIVER = "FX506"
"""The pharmacy that one who asked for a medicine is referred onward to."""


class MonthExported(Journey):
    """Three are treated here, of whom PDS holds this and that; one waits; one is treated elsewhere, and not traced.

    No two have the same source of referral, outcome, supply, practice, gender, and claim.
    """

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
        cases = self._referred(stage, patients)
        stage.step("Patients are treated, here and in another pharmacy; one waits")
        for number, label in enumerate(TEXTS):
            self._treat(cases[label], label, METHODS[number % len(METHODS)])
        refused = "claim refused" if stage.issued.pathway == UM.id else "complaint refused"
        number = cases[AMENDED].person.nhs_number
        stage.fault(refused, "mys", "submit_claim", about=number, **fault_menu("mys")[refused])
        for label in (PLAIN, FORMULA, AMENDED):
            cases[label].do("submit_claims")
        stage.step("One record is corrected and claimed for again, and the claim of another is withdrawn")
        cases[FORMULA].do("withdraw_claim", why=cases[FORMULA].issued.words.remark)
        self._correct(cases[AMENDED])
        cases[AMENDED].do("submit_claims")
        stage.step(
            "The month is exported, here and in the other pharmacy, and one in which there was nothing"
        )
        month = stage.now().astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m")
        for form in filter(stage.declaration.chose, FORMS):
            export(stage, stage.issued.premises, month, form)
            export(stage, stage.other_premises(), month, form)
            export(stage, stage.issued.premises, EMPTY, form)

    def _referred(self, stage: Stage, patients: dict[str, Issued]) -> Mapping[str, _pds.Case]:
        """Have PDS hold the records, and the patients referred: one by NHS 111 online, or by a practice."""
        formula, amended, elsewhere = (patients[label] for label in (FORMULA, AMENDED, ELSEWHERE))
        _tracing.hold(stage, FORMULA, formula, lambda plain: replace(plain, gender="", practice=""))
        _tracing.hold(stage, AMENDED, amended, lambda plain: replace(plain, gender="other"))
        _tracing.hold(stage, ELSEWHERE, elsewhere, lambda plain: replace(plain, known=False))
        another = patients[PLAIN].person.practice
        sent = patients | {AMENDED: _tracing.as_reported(amended, practice=another)}
        if formula.pathway == UM.id and stage.declaration.takes_itk:
            sent |= {FORMULA: replace(formula, report=_online(formula.report))}
        if KEYED not in stage.declaration.options_of("MI-GPR-E") or formula.pathway != MI.id:
            return _pds.refer(stage, sent)
        return {FORMULA: self._keyed(stage, formula)} | _pds.refer(stage, _but_for(FORMULA, sent))

    def _keyed(self, stage: Stage, issued: Issued) -> _pds.Case:
        """Have staff key in what a practice wrote of a patient, under the reference of their case."""
        stage.step("Staff key in what a practice wrote")
        written = replace(issued.gp_referral, reference=issued.report.case_reference)
        given = _referrals.keyed_from_practice(written)
        stage.do("key_referral", needed=False, about=issued.report.document_id, **given)
        row = stage.look_for([issued.report]).get(issued.report.document_id, {})
        return _pds.Case(stage, issued, str(row.get("referral", "")))

    def _treat(self, case: _pds.Case, label: str, method: str) -> None:
        urgent, onward = case.issued.pathway == UM.id, label == FORMULA
        case.find()
        case.choose()
        case.do("record_consent", share_with_gp=False)
        if urgent and not onward:
            self._supply(case, label)
        outcome = "advice-given" if not urgent else "onward-referral" if onward else "medicine-supplied"
        said: dict[str, Any] = _referrals.consultation(case.issued, outcome)
        words, (complaint, advice) = case.issued.words, TEXTS[label]
        said |= {
            "method": method,
            "presenting_complaint": f"{complaint} {words.complaint}",
            "advice": f"{advice} {words.advice}",
        }
        if not urgent and label == PLAIN:
            said["products"] = [_referrals.product(_referrals.for_patient(case.stage, case.issued))]
        case.do("record_consultation", **said)
        if urgent and onward:
            self._refer_onward(case)
        case.do("complete")

    def _supply(self, case: _pds.Case, label: str) -> Outcome:
        """Supply what was asked for; one patient has half a tablet beside it, where the candidate knows tablets."""
        plain = _referrals.supplied(_referrals.for_patient(case.stage, case.issued))
        broken = _supplied.BROKEN
        if label != PLAIN or broken not in case.stage.declaration.medicines:
            return case.do("supply_medicine", **plain)
        reason = plain.pop("reason")
        half = plain | {"code": case.stage.own_code(broken), "quantity": plain["days_supply"] + 0.5}
        return _supplied.record(case, [plain, half], {"reason": reason})

    def _refer_onward(self, case: _pds.Case) -> None:
        place = _onward.service(RECEIVER)
        case.stage.hold(HeldServices(case.person.postcode, ({**place, "miles": 0.4},)), FORMULA)
        entry = _onward.entry(place["ods"], place["public_name"], place["email"], "cpcs-provider")
        case.stage.do("load_directory", needed=False, entries=[entry])
        names = {"service_id": place["service_id"], "ods": place["ods"], "name": place["public_name"]}
        case.do("find_pharmacies", postcode=case.person.postcode)
        case.do("refer_onward", **names, reason=case.issued.words.remark, through="nhsmail")

    def _correct(self, case: _pds.Case) -> None:
        """Correct the complaint, and how much was supplied."""
        items = [{"code": case.stage.own_code("urgent-medicine"), "quantity": 2}]
        given = {"items": items} if case.issued.pathway == UM.id else {}
        case.do("amend_consultation", presenting_complaint=case.issued.words.correction, **given)


def _but_for(label: str, patients: Mapping[str, Issued]) -> dict[str, Issued]:
    return {name: patient for name, patient in patients.items() if name != label}
