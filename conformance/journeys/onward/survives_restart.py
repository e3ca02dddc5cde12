"""Onward referrals are under way when the system is stopped: their receivers have them, and nobody here knows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.stalls import fair_now

from .._steps import onward as _onward
from .._steps import restarts as _restarts
from .._steps.pathways import UM

LATE_SECONDS = 1.5
"""How long a receiver keeps its answer back, which then does not come: the system is to be stopped meanwhile."""
STRIKES_SECONDS = 5.0
"""How long the messages are waited for."""
CHANNELS = {"": "nhsmail", "by FHIR": "fhir"}


class OnwardSurvivesRestart(Journey):
    """One by NHSmail and one by FHIR, each between being sent and being noted; both are then asked for again."""

    id = "onward-survives-restart"
    seconds = 1.5
    pathways = (UM,)
    title = "Urgent medicine, the system is stopped while it refers onward"
    alone = True
    with_others = "directory"

    def run(self, stage: Stage) -> None:
        """Stop the system once the messages are out; ask again, and have what waits sent."""
        with stage.meeting.turn:
            patients = _onward.refer_in(stage, "restart")
            stage.step("The pharmacist sees each patient")
            for patient in patients.values():
                patient.consult()
            stage.step("Each is referred onward, and the system is stopped at once when the messages are out")
            stopped = self._stop_meanwhile(stage, patients)
            _restarts.wait_until_back(stage, stopped)
            stage.step("Each referral is looked at, and the patient referred once more to the same pharmacy")
            for label, patient in patients.items():
                patient.case.open()
                patient.refer(patient.chosen[0], CHANNELS[label])
            stage.step("What waits is sent, and the referrals are looked at")
            stage.do("send_waiting", needed=False)
            for patient in patients.values():
                patient.case.open()

    def _stop_meanwhile(self, stage: Stage, patients: dict[str, _onward.Patient]) -> _restarts.Stopped:
        """Refer each, and stop the system when both receivers have begun to take what was sent, or an answer came."""
        faults = self._answers_kept_back(stage, patients)
        with ThreadPoolExecutor(len(patients), thread_name_prefix="onward") as pool:
            under_way = {
                label: pool.submit(patient.refer, patient.chosen[0], CHANNELS[label])
                for label, patient in patients.items()
            }
            deadline = fair_now() + STRIKES_SECONDS
            while fair_now() < deadline and not all(
                faults[label].times == 0 or under_way[label].done() for label in patients
            ):
                stage.wait(0.02)
            return _restarts.stop(stage)

    def _answers_kept_back(self, stage: Stage, patients: dict[str, _onward.Patient]) -> dict[str, Fault]:
        """Have each receiver take what comes, and give no answer."""
        to = _onward.address(patients[""].chosen[0])
        number = patients["by FHIR"].case.person.nhs_number
        how = {"delay": LATE_SECONDS, "drop": True}
        return {
            "": stage.fault("answer lost", "nhsmail", "submit", about=to, **how),
            "by FHIR": stage.fault("answer lost", "onward", "process_message", about=number, **how),
        }
