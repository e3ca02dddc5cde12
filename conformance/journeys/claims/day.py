"""A day is claimed for at two pharmacies: who is claimed for, what MYS refuses, and what is corrected and taken back.

Source: NHSBSA, NHS Community Pharmacist Consultation Service page; our model of MYS (docs/reference/mys-model.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Premises

from .._steps import claimed as _claimed
from .._steps import claims as _claims
from .._steps import restarts as _restarts
from .._steps.claimed import Patient
from .._steps.pathways import MI, UM


class ClaimsOfADay(Journey):
    """Seen and not seen, here and at another pharmacy; refused, unanswered, corrected and withdrawn."""

    id = "claims-of-a-day"
    seconds = 2.5
    pathways = (MI, UM)
    title = "{service}, a day is claimed for at two pharmacies"

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Patients whose claims are changed draw what MYS does first, and how often the key is pressed."""
        return (_claims.THING,) if label in _claimed.CHANGED else ()

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin what becomes of their claims."""
        return {_claims.BECOMES: _claimed.CHANGED[label]} if label in _claimed.CHANGED else {}

    def run(self, stage: Stage) -> None:
        """Refer all; see some; claim for each; claim again where it was not taken; correct, withdraw, and list."""
        seen, missed = _claimed.rows(stage, "seen"), _claimed.rows(stage, "not-seen")
        patients = _claimed.refer_in(stage, {**seen, **missed})
        self._work(stage, patients, missed)
        stage.step("Each is claimed for; MYS refuses two, and one answer is lost")
        for label, patient in patients.items():
            if label in _claimed.CHANGED:
                _claims.claim(patient.case)
            else:
                patient.meet()
                patient.claim()
        stage.step("What MYS refused is corrected, and what it has not taken is claimed once more")
        self._again(patient for patient in patients.values() if patient.row.get("meets"))
        stage.step("What MYS took is corrected, the practice told, and it is claimed once more")
        self._again(
            patient
            for patient in patients.values()
            if "corrects" in patient.row and "meets" not in patient.row
        )
        stage.step("Claims are withdrawn, one of a record that was corrected in vain, and an answer is lost")
        for patient in patients.values():
            if "mistaken" in patient.row:
                patient.mistake()
            if "withdraws" in patient.row:
                patient.withdraw()
        stage.step("Both pharmacies look at their claims")
        for place in _places(stage, patients.values()):
            _claimed.list_claims(stage, place)

    def _work(self, stage: Stage, patients: dict[str, Patient], missed: Iterable[str]) -> None:
        stage.step("Patients are called, and some are not seen")
        for label in missed:
            patients[label].miss()
        stage.step("The pharmacist sees the others, and tells practices")
        for label, patient in patients.items():
            if label not in missed:
                patient.see()
                patient.tell()
            if patient.row.get("merged"):
                _claimed.merge(stage, patient)

    def _again(self, patients: Iterable[Patient]) -> None:
        for patient in patients:
            if "corrects" in patient.row:
                patient.correct()
                patient.tell()
            patient.claim()


class ClaimsSurviveRestart(Journey):
    """The answer to a claim is lost, and the system is stopped; the claim goes again, and is corrected then."""

    id = "claims-survive-restart"
    seconds = 1.0
    pathways = (UM,)
    title = "Urgent medicine, the system is stopped before it knows of its claim"
    alone = True
    with_others = "directory"

    def run(self, stage: Stage) -> None:
        """See, claim without an answer, stop, claim again, correct, and list."""
        with stage.meeting.turn:
            patients = _claimed.refer_in(stage, _claimed.rows(stage, "restarted"))
            stage.step("The pharmacist sees the patients, claims, and has no answer for one of them")
            for patient in patients.values():
                patient.see()
                patient.meet()
                patient.claim()
            _claimed.list_claims(stage, stage.issued.premises)
            stage.step("The system is stopped at once, and is back")
            _restarts.wait_until_back(stage, _restarts.stop(stage))
            _claimed.list_claims(stage, stage.issued.premises)
            stage.step("They are claimed for once more, corrected, and claimed for again")
            for patient in patients.values():
                patient.claim()
                patient.correct()
                patient.claim()
            _claimed.list_claims(stage, stage.issued.premises)


def _places(stage: Stage, patients: Iterable[Patient]) -> list[Premises]:
    return list(
        {patient.case.issued.premises.ods: patient.case.issued.premises for patient in patients}.values()
    )
