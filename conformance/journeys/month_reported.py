"""A month is reported to MYS before and after patients are treated; what is between is what the report has to count.

Source: CPCS Technical Toolkit, June 2021, row BSA Claims and reporting; our model of the report
(docs/reference/mys-report-model.md).
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.people.model import Premises

from ._steps import parts as _parts
from ._steps import pds as _pds
from ._steps import referrals as _referrals
from ._steps.pathways import MI, UM

CLAIMED, UNCLAIMED, WAITS, ELSEWHERE = "", "unclaimed", "waits", "elsewhere"


class MonthReported(Journey):
    """Two are treated, of whose claims MYS takes one; one waits; one is treated at another pharmacy."""

    id = "month-reported"
    seconds = 3.0
    pathways = (MI, UM)
    title = "{service}, a month is reported"
    alone = True  # whoever treats patients at the same pharmacy meanwhile would be counted too
    with_others = "directory"

    def run(self, stage: Stage) -> None:
        """Report; treat; report while the answer is lost, and once more; report for the other pharmacy."""
        with stage.meeting.turn:
            _parts.sign_in_and_enrol(stage)
            stage.step("The month is reported")
            report(stage, stage.issued.premises)
            self._treat(stage)
            stage.step("The month is reported again, and MYS's answer is lost")
            stage.fault("answer lost", "mys", "submit_report", to_all=True, drop=True)
            report(stage, stage.issued.premises)
            stage.step("The month is reported once more, and for the other pharmacy")
            report(stage, stage.issued.premises)
            report(stage, stage.other_premises())

    def _treat(self, stage: Stage) -> None:
        patients = {CLAIMED: stage.issued}
        patients |= {label: stage.another(label) for label in (UNCLAIMED, WAITS)}
        patients[ELSEWHERE] = stage.another(ELSEWHERE, stage.other_premises())
        cases = _pds.refer(stage, patients)
        stage.step("Patients are treated, here and in another pharmacy; one waits")
        urgent = stage.issued.pathway == UM.id
        for label in (CLAIMED, UNCLAIMED, ELSEWHERE):
            case = cases[label]
            case.find()
            case.choose()
            case.do("record_consent", share_with_gp=False)
            if urgent:
                case.do("supply_medicine", **_referrals.supplied(_referrals.for_patient(stage, case.issued)))
            came_of_it = "medicine-supplied" if urgent else "advice-given"
            said = _referrals.consultation(case.issued, came_of_it)
            case.do("record_consultation", **said)
            case.do("complete")
        stage.step("One of them is claimed for; MYS refuses the claim for another")
        cases[CLAIMED].do("submit_claims")
        refused = fault_menu("mys")["claim refused" if urgent else "complaint refused"]
        about = cases[UNCLAIMED].person.nhs_number
        stage.fault("claim refused", "mys", "submit_claim", about=about, **refused)
        cases[UNCLAIMED].do("submit_claims")


def report(stage: Stage, place: Premises) -> None:
    """Have a pharmacy's month reported."""
    month = stage.now().astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m")
    stage.do("report_month", needed=False, at=place, month=month)
