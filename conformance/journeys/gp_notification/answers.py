"""Practices answer in every way that there is, or not at all; MESH reports what it could not deliver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.times import stamp

from ..._shared.practice_answers import THING, Script, cases_of
from .._steps import claims as _claims
from .._steps import consultations as _consultations
from .._steps import deadlines as _deadlines
from .._steps import notifications as _notifications
from .._steps import referrals as _referrals
from .._steps import supplied as _supplied
from .._steps.pathways import MI, UM

UNCOLLECTED = "14"


class GpAnswers(Journey):
    """Each patient's practice answers in a way of its own; then the pharmacist looks, and presses the button again."""

    id = "gp-answers"
    seconds = 6.0
    pathways = (MI, UM)
    title = "{service}, what practices answer to notifications"

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """All but the journey's own patient, who is not treated, draw consultation, supply, claim and answers."""
        supply = (_supplied.THING,) if cls.pathway == UM.id else ()
        return (_consultations.THING, *supply, _claims.THING, THING) if label else ()

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin what each answer is about, and leave claims as they are: practices are not told of corrections."""
        own = {case.label: case.pinned for case in cases_of(cls.pathway)}.get(label, {})
        return {**own, **_claims.STAND} if label else own

    def run(self, stage: Stage) -> None:
        """Tell the practices, have them answer, collect, look, and have them told where they were not."""
        labels = [case.label for case in cases_of(stage.issued.pathway)]
        patients = {label: stage.another(label) for label in labels}
        numbers = {label: patient.person.nhs_number for label, patient in patients.items()}
        scripts = [Script(label, patients[label].drawn.get(THING, {}), numbers[label]) for label in labels]
        _notifications.take_mesh(stage, patients.values())
        cases = _notifications.treated(stage, patients)
        stage.step("The practices are told over MESH")
        _notifications.notify(cases.values())
        stage.step("The practices answer, and MESH reports what it could not deliver")
        self._report_of_another_system(stage, numbers.values())
        for script in scripts:
            if script.report:
                stage.report_undelivered(numbers[script.label], script.report)
        at_once = {one.label: () if one.is_late else one.codes for one in scripts if not one.report}
        stage.answer_gp_reports({numbers[label]: codes for label, codes in at_once.items()})
        _referrals.collect(stage)
        stage.step("The pharmacist looks at what needs somebody, now and days later")
        _notifications.look(stage)
        self._look_later(stage)
        stage.do("list_alerts", needed=False)
        stage.step("The pharmacist asks for each practice to be told, once more")
        _notifications.notify(cases.values())
        stage.step("Some practices answer in the end, and the pharmacist looks again")
        late = {script.label: script.codes for script in scripts if script.is_late}
        stage.answer_gp_reports({numbers[label]: codes for label, codes in late.items()})
        _referrals.collect(stage)
        _notifications.notify(cases[label] for label in late)
        self._look_later(stage)
        stage.do("list_alerts", needed=False)
        stage.step("What was done is claimed for; MYS takes some claims only when they come again")
        for case in cases.values():
            _claims.claim(case)

    def _report_of_another_system(self, stage: Stage, numbers: Iterable[str]) -> None:
        """MESH reports first what the system before this one had sent from the pharmacy's mailbox."""
        any(stage.report_undelivered(number, UNCOLLECTED, of_another=True) for number in numbers)

    def _look_later(self, stage: Stage) -> None:
        """The pharmacist looks at what needs somebody when both answers have long been due."""
        profile = stage.world.profiles["notification"]
        _notifications.look(stage, stamp(_deadlines.unanswered_at(profile, stage.now())))
