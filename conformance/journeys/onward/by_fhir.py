"""Patients are referred to the pharmacy that they choose, by FHIR."""

from __future__ import annotations

from typing import Any

from cpcs_harness.journeys.journey import Journey, Stage

from .._steps import onward as _onward
from .._steps.pathways import UM

FHIR = "fhir"
DOWN: tuple[dict[str, Any], ...] = ({"status": 503}, {"status": 429})
"""What a pharmacy's system answers that is down, or has too much to do."""


class OnwardByFhir(Journey):
    """Two patients to two pharmacies; one whom the receiver refuses, one who is not answered, one with nobody near."""

    id = "onward-by-fhir"
    seconds = 2.5
    pathways = (UM,)
    title = "Urgent medicine, referred onward by FHIR"

    def run(self, stage: Stage) -> None:
        """Refer each; refer again those who were not taken; tell practices, claim, and look at each referral."""
        patients = _onward.refer_in(stage, "by-fhir")
        stage.step("The pharmacist sees each patient")
        for patient in patients.values():
            patient.consult()
        self._be_down(stage, patients["refused"])
        stage.step("Each is referred to the pharmacy that they chose; one pharmacy refuses")
        for label in ("", "second", "refused"):
            patients[label].refer(patients[label].chosen[0], FHIR)
            patients[label].case.open()
        stage.step("The other pharmacy takes a referral, and the connection breaks before it says so")
        stage.fault("answer lost", "onward", "process_message", drop=True)
        patients["no answer"].refer(patients["no answer"].chosen[0], FHIR)
        patients["no answer"].case.open()
        stage.step("Those who were not taken are referred again, and the first once more")
        for label in ("refused", "no answer"):
            patients[label].refer(patients[label].chosen[1], FHIR)
        patients[""].refer(patients[""].chosen[0], FHIR)
        stage.step("Practices are told, claims are made, and the referrals looked at")
        for patient in patients.values():
            patient.tell_and_claim()

    def _be_down(self, stage: Stage, patient: _onward.Patient) -> None:
        stage.step("A pharmacy's system is down, and then busy, when a patient is referred there")
        about = patient.case.person.nhs_number
        for how in DOWN:
            stage.fault("is down", "onward", "process_message", about=about, **how)
            patient.refer(patient.chosen[0], FHIR)
            patient.case.open()


class OnwardByFhirAtOddHours(Journey):
    """Two patients who were seen in the nights in which clocks changed."""

    id = "onward-by-fhir-at-odd-hours"
    seconds = 1.0
    pathways = (UM,)
    title = "Urgent medicine, referred onward by FHIR at odd hours"

    def run(self, stage: Stage) -> None:
        """See each patient, and refer them."""
        patients = _onward.refer_in(stage, "by-fhir-at-odd-hours")
        stage.step("The pharmacist sees each patient")
        for patient in patients.values():
            patient.consult()
        stage.step("Each is referred to the pharmacy that they chose")
        for patient in patients.values():
            patient.refer(patient.chosen[0], FHIR)
