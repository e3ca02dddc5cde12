"""A journey of which a part is run: its own patient and some of its further ones are treated, in some of its steps.

The others are made up all the same, so that whoever is treated is who they are in the whole journey; but nothing is
sent, done or answered about them. Whoever signs in by CIS2 as somebody else does so all the same, and looks up.
Proofs are made so (see `prove/part.py`), and assessments never.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.controls import Browsed
from cpcs_harness.journeys.patience import PartEnded
from cpcs_harness.journeys.stage import NOTHING_SPECIAL, Stage
from cpcs_harness.journeys.worklist import Referral
from cpcs_harness.people.age import Age
from cpcs_harness.people.care_worker import SMARTCARD, CareWorker
from cpcs_harness.people.model import GpReferral, Issued, Premises, Report, Sent
from cpcs_harness.stalls import fair_now

LEFT_OUT = Outcome("cannot", reason="the patient is left out of this part of the journey")
NOT_SENT = Sent("", 0, error="the patient is left out of this part of the journey")
QUIET, LOOK, LONGEST = 4, 0.05, 3.0
"""Looks in a row at which nothing new had come, after the last step; seconds between two, and of all at most."""


@dataclass(frozen=True)
class JourneyPart:
    """The part of one journey that is run."""

    journey: str
    labels: tuple[str, ...]
    """The further patients who alone are treated."""
    until: str = ""
    """The last step; every step is run, where neither this nor `steps` names one."""
    steps: tuple[str, ...] = ()
    """The steps in which alone something is done, the last of them at the end."""


@dataclass
class Course:
    """How far the part of a journey is; all stages of the journey share it."""

    part: JourneyPart
    step: str = ""
    left: set[str] = field(default_factory=set)
    """Steps in which something is still to be done."""

    def __post_init__(self) -> None:
        """Begin before the first step."""
        self.left = set(self.part.steps)

    @property
    def rests(self) -> bool:
        """Whether nothing is done in the step that the journey is at."""
        return bool(self.part.steps) and self.step not in self.part.steps

    @property
    def is_over(self) -> bool:
        """Whether the step that the journey is at is its last."""
        ended = self.part.until and self.step == self.part.until
        return bool(ended or (self.part.steps and not self.left))

    def begin(self, step: str) -> None:
        """Begin a step."""
        self.step = step
        self.left.discard(step)


@dataclass
class PartOfStage(Stage):
    """A stage on which further patients of some labels alone are treated, and some steps alone are run."""

    course: Course = field(default_factory=lambda: Course(JourneyPart("", ())))
    documents: set[str] = field(default_factory=set)
    """Of the patients who are left out, as their reports and referrals are called."""
    numbers: set[str] = field(default_factory=set)
    """Their NHS numbers."""

    @classmethod
    def of(cls, stage: Stage, part: JourneyPart) -> PartOfStage:
        """Make a stage one of which a part is used."""
        held = {one.name: getattr(stage, one.name) for one in fields(Stage)}
        return cls(**held, course=Course(part))

    def step(self, name: str) -> None:
        """Begin a step; where the one before was the last, the journey ends as soon as nothing more comes."""
        if self.course.is_over:
            self._until_quiet()
            raise PartEnded
        self.course.begin(name)
        super().step(name)

    def _until_quiet(self) -> None:
        """Wait for what the candidate does by itself after it has answered."""
        deadline, seen, quiet = fair_now() + LONGEST, -1, 0
        while quiet < QUIET and fair_now() < deadline:
            count = self.recorder.log.count
            quiet = quiet + 1 if count == seen else 0
            seen = count
            self.wait(LOOK)

    def another(self, label: str, at: Premises | None = None, age: Age | None = None) -> Issued:
        """Give a further patient; one who is left out is noted."""
        issued = super().another(label, at, age)
        if label not in self.course.part.labels:
            self.documents |= {issued.report.document_id, issued.gp_referral.document_id}
            self.numbers.add(issued.person.nhs_number)
        return issued

    def do(self, action: str, *, referral: str | None = None, about: str = "", **how: Any) -> Outcome:
        """Have something done, unless it is about somebody who is left out, whose referral has no name."""
        name = self.referral if referral is None else referral
        if self.course.rests or name == "" or about in self.documents:
            return LEFT_OUT
        return super().do(action, referral=referral, about=about, **how)

    def send(
        self, damage: str = "", *, report: Report | None = None, variant: str = "", **changes: Any
    ) -> Sent:
        """Send a report by ITK, unless it is of somebody who is left out."""
        if self._left_out(report or self.issued.report):
            return NOT_SENT
        return super().send(damage, report=report, variant=variant, **changes)

    def send_fhir(self, report: Report, damage: str = "", variant: str = "") -> Sent:
        """Send a report by FHIR, unless it is of somebody who is left out."""
        return NOT_SENT if self._left_out(report) else super().send_fhir(report, damage, variant)

    def publish(self, report: Report, damage: str = "", variant: str = "") -> Sent:
        """Hand a report on by the 111 Adaptor, unless it is of somebody who is left out."""
        return NOT_SENT if self._left_out(report) else super().publish(report, damage, variant)

    def send_111_email(self, report: Report, variant: str = "") -> Sent:
        """Write an e-mail in place of a report, unless it is of somebody who is left out."""
        return NOT_SENT if self._left_out(report) else super().send_111_email(report, variant)

    def send_gp_email(self, referral: GpReferral, damage: str = "", variant: str = "") -> Sent:
        """Refer by e-mail, unless it is somebody who is left out."""
        return NOT_SENT if self._left_out(referral) else super().send_gp_email(referral, damage, variant)

    def send_gp_itk3(self, referral: GpReferral, damage: str = "", variant: str = "") -> Sent:
        """Refer by ITK3, unless it is somebody who is left out."""
        return NOT_SENT if self._left_out(referral) else super().send_gp_itk3(referral, damage, variant)

    def _left_out(self, message: Report | GpReferral) -> bool:
        return self.course.rests or message.document_id in self.documents

    def answer_gp_reports(
        self, script: Mapping[str, Sequence[str]] = NOTHING_SPECIAL
    ) -> list[dict[str, Any]]:
        """Have practices answer what they were told."""
        if self.course.rests:
            return []
        treated = {number: codes for number, codes in script.items() if number not in self.numbers}
        return super().answer_gp_reports(treated)

    def report_undelivered(self, nhs_number: str, code: str, *, of_another: bool = False) -> bool:
        """Have MESH report what was not delivered, unless it is about somebody who is left out."""
        return self._is_treated(nhs_number) and super().report_undelivered(
            nhs_number, code, of_another=of_another
        )

    def bounce_email(self, nhs_number: str, why: str) -> bool:
        """Have NHSmail report what was not delivered, unless it is about somebody who is left out."""
        return self._is_treated(nhs_number) and super().bounce_email(nhs_number, why)

    def _is_treated(self, nhs_number: str) -> bool:
        return not self.course.rests and nhs_number not in self.numbers

    def look_for(
        self, wanted: Sequence[Referral], at: Premises | None = None
    ) -> dict[str, Mapping[str, Any]]:
        """Look at the worklist until all are there who are not left out; where nobody is to be there, not at all."""
        treated = [one for one in wanted if one.document_id not in self.documents]
        looks = not self.course.rests and bool(treated or not wanted)
        return super().look_for(treated, at) if looks else {}

    def browse(
        self, address: Any, worker: CareWorker, role: str = "", authenticator: str = SMARTCARD
    ) -> Browsed:
        """Have a person's browser go where the candidate sends it, unless nothing is done in this step."""
        if self.course.rests:
            return Browsed(0, "", "", "nothing is done in this step of the part of the journey")
        return super().browse(address, worker, role, authenticator)

    def pause(self, seconds: float) -> None:
        """Let so much time pass, unless nothing is done in this step."""
        if not self.course.rests:
            super().pause(seconds)
