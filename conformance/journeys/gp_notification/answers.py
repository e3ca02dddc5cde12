"""Practices answer in every way that there is, or not at all; MESH reports what it could not deliver."""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.times import stamp

from ..._shared.practice_answers import cases_of
from .._steps import claims as _claims
from .._steps import consultations as _consultations
from .._steps import deadlines as _deadlines
from .._steps import notifications as _notifications
from .._steps import referrals as _referrals
from .._steps import supplied as _supplied
from .._steps.pathways import MI, UM


class GpAnswers(Journey):
    """Each patient's practice answers in a way of its own; then the pharmacist looks, and presses the button again."""

    id = "gp-answers"
    seconds = 6.0
    pathways = (MI, UM)
    title = "{service}, what practices answer to notifications"

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """All but the journey's own patient, who is not treated, draw consultation, supply and claim."""
        supply = (_supplied.THING,) if cls.pathway == UM.id else ()
        return (_consultations.THING, *supply, _claims.THING) if label else ()

    def run(self, stage: Stage) -> None:
        """Tell the practices, have them answer, collect, look, and have them told where they were not."""
        table = cases_of(stage.issued.pathway)
        patients = {case.label: stage.another(case.label) for case in table}
        _notifications.take_mesh(stage, patients.values())
        cases = _notifications.treated(stage, patients)
        stage.step("The practices are told over MESH")
        _notifications.notify(cases.values())
        stage.step("The practices answer, and MESH reports what it could not deliver")
        for case in table:
            if case.report:
                stage.report_undelivered(cases[case.label].person.nhs_number, case.report)
        answered = {cases[case.label].person.nhs_number: case.codes for case in table if not case.report}
        stage.answer_gp_reports(answered)
        _referrals.collect(stage)
        stage.step("The pharmacist looks at what needs somebody, now and days later")
        _notifications.look(stage)
        self._look_later(stage)
        stage.do("list_alerts", needed=False)
        stage.step("The pharmacist asks for each practice to be told, once more")
        _notifications.notify(cases.values())
        stage.step("A practice answers in the end, and the pharmacist looks again")
        late = {case.label: case.late for case in table if case.late}
        stage.answer_gp_reports({cases[label].person.nhs_number: codes for label, codes in late.items()})
        _referrals.collect(stage)
        _notifications.notify(cases[label] for label in late)
        self._look_later(stage)
        stage.step("What was done is claimed for; MYS takes some claims only when they come again")
        for case in cases.values():
            _claims.claim(case)

    def _look_later(self, stage: Stage) -> None:
        """The pharmacist looks at what needs somebody when both answers have long been due."""
        profile = stage.world.profiles["notification"]
        _notifications.look(stage, stamp(_deadlines.unanswered_at(profile, stage.now())))
