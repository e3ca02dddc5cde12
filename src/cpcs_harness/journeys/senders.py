"""Who refers patients to a candidate, as a journey asks them to; content implements it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from cpcs_harness.people.model import GpReferral, Report, Sent


class Senders(Protocol):
    """Everybody who refers patients to this candidate; each gives what became of one message."""

    def nhs111(self, report: Report, damage: str, variant: str) -> Sent:
        """NHS 111 sends by ITK 2.2."""
        ...

    def nhs111_fhir(self, report: Report, damage: str, variant: str) -> Sent:
        """NHS 111 sends by FHIR."""
        ...

    def adaptor(self, report: Report, damage: str, variant: str) -> Sent:
        """The 111 Adaptor hands a report on."""
        ...

    def nhs111_email(self, report: Report, variant: str) -> Sent:
        """A provider of NHS 111 whose system is down writes an e-mail."""
        ...

    def gp_email(self, referral: GpReferral, damage: str, variant: str) -> Sent:
        """A GP practice writes an e-mail."""
        ...

    def gp_itk3(self, referral: GpReferral, damage: str, variant: str) -> Sent:
        """A GP practice sends by ITK3 over MESH."""
        ...

    def acknowledgements(self, journey: str) -> list[dict[str, Any]]:
        """The practices of a journey collect what came back to them."""
        ...

    def responses(self, journey: str, script: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
        """The practices of a journey answer the GP reports in their mailboxes, by a script; gives the answers."""
        ...

    def undelivered(self, journey: str, nhs_number: str, code: str, of_another: bool) -> bool:
        """MESH reports that the last message to a patient's practice was not delivered; says whether there was one.

        `of_another`: the report is about a message that another system sent from the same mailbox.
        """
        ...

    def bounced(self, journey: str, nhs_number: str, why: str) -> bool:
        """NHSmail reports that the last e-mail about a patient was not delivered; says whether there was one."""
        ...
