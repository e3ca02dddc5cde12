"""Everybody who refers to a candidate, each with the address where this candidate takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cpcs_harness.declaration.model import Adaptor
from cpcs_harness.journeys.patience import JourneyStopped
from cpcs_harness.people.model import GpReferral, Report, Sent

from .nation import Nation


@dataclass(frozen=True)
class NationalSenders:
    """The senders of a nation, bound to one candidate."""

    nation: Nation
    itk_url: str
    fhir_url: str
    behind: Adaptor | None
    takes_itk: bool

    def nhs111(self, report: Report, damage: str, variant: str) -> Sent:
        """NHS 111 sends by ITK 2.2 to the candidate, or to the adaptor that stands before it."""
        if not self.takes_itk:
            return self.adaptor(report, damage, variant)
        return self.nation.nhs111.send(report, self.itk_url, damage=damage, variant=variant)

    def nhs111_fhir(self, report: Report, damage: str, variant: str) -> Sent:
        """NHS 111 sends by FHIR."""
        if not self.fhir_url:
            raise JourneyStopped("[fhir] in candidate.toml names no url", "configuration")
        return self.nation.nhs111_fhir.send(report, self.fhir_url, damage=damage, variant=variant)

    def adaptor(self, report: Report, damage: str, variant: str) -> Sent:
        """The played 111 Adaptor publishes a report's bundle."""
        if self.behind is None or self.behind.mode != "played":
            raise JourneyStopped("[adaptor] in candidate.toml has none played", "configuration")
        return self.nation.adaptor.publish(
            report, self.behind.amqp, self.behind.queue, damage=damage, variant=variant
        )

    def nhs111_email(self, report: Report, variant: str) -> Sent:
        """A provider of NHS 111 whose system is down writes to the pharmacy's mailbox."""
        return self.nation.gp_practice.send_111_email(report, variant=variant)

    def gp_email(self, referral: GpReferral, damage: str, variant: str) -> Sent:
        """A GP practice writes to the pharmacy's mailbox."""
        return self.nation.gp_practice.send_email(referral, variant=variant, damage=damage)

    def gp_itk3(self, referral: GpReferral, damage: str, variant: str) -> Sent:
        """A GP practice sends by ITK3 to the pharmacy's MESH mailbox."""
        return self.nation.gp_practice.send_itk3(referral, variant=variant, damage=damage)

    def acknowledgements(self, journey: str) -> list[dict[str, Any]]:
        """The practices of a journey collect what came back to them."""
        return self.nation.gp_practice.collect_acknowledgements(journey)
