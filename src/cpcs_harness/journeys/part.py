"""A journey of which a part is run: its own patient, and some of its further ones, alone are treated.

The others are made up all the same, so that whoever is treated is who they are in the whole journey; but nothing is
sent, done or answered about them. Whoever signs in by CIS2 as somebody else does so all the same, and looks up.
Proofs are made so (see `prove/part.py`), and assessments never.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.stage import NOTHING_SPECIAL, Stage
from cpcs_harness.journeys.worklist import Referral
from cpcs_harness.people.age import Age
from cpcs_harness.people.model import GpReferral, Issued, Premises, Report, Sent

LEFT_OUT = Outcome("cannot", reason="the patient is left out of this part of the journey")
NOT_SENT = Sent("", 0, error="the patient is left out of this part of the journey")


@dataclass
class PartOfStage(Stage):
    """A stage on which further patients of some labels alone are treated."""

    labels: frozenset[str] = frozenset()
    documents: set[str] = field(default_factory=set)
    """Of the patients who are left out, as their reports and referrals are called."""
    numbers: set[str] = field(default_factory=set)
    """Their NHS numbers."""

    @classmethod
    def of(cls, stage: Stage, labels: Sequence[str]) -> PartOfStage:
        """Make a stage one of which a part is used."""
        held = {one.name: getattr(stage, one.name) for one in fields(Stage)}
        return cls(**held, labels=frozenset(labels))

    def another(self, label: str, at: Premises | None = None, age: Age | None = None) -> Issued:
        """Give a further patient; one who is left out is noted."""
        issued = super().another(label, at, age)
        if label not in self.labels:
            self.documents |= {issued.report.document_id, issued.gp_referral.document_id}
            self.numbers.add(issued.person.nhs_number)
        return issued

    def do(self, action: str, *, referral: str | None = None, about: str = "", **how: Any) -> Outcome:
        """Have something done, unless it is about somebody who is left out, whose referral has no name."""
        name = self.referral if referral is None else referral
        if name == "" or about in self.documents:
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
        return message.document_id in self.documents

    def answer_gp_reports(
        self, script: Mapping[str, Sequence[str]] = NOTHING_SPECIAL
    ) -> list[dict[str, Any]]:
        """Have practices answer what they were told."""
        treated = {number: codes for number, codes in script.items() if number not in self.numbers}
        return super().answer_gp_reports(treated)

    def report_undelivered(self, nhs_number: str, code: str, *, of_another: bool = False) -> bool:
        """Have MESH report what was not delivered, unless it is about somebody who is left out."""
        treated = nhs_number not in self.numbers
        return treated and super().report_undelivered(nhs_number, code, of_another=of_another)

    def bounce_email(self, nhs_number: str, why: str) -> bool:
        """Have NHSmail report what was not delivered, unless it is about somebody who is left out."""
        return nhs_number not in self.numbers and super().bounce_email(nhs_number, why)

    def look_for(
        self, wanted: Sequence[Referral], at: Premises | None = None
    ) -> dict[str, Mapping[str, Any]]:
        """Look at the worklist until all are there who are not left out; where nobody is to be there, not at all."""
        treated = [one for one in wanted if one.document_id not in self.documents]
        return super().look_for(treated, at) if treated or not wanted else {}
