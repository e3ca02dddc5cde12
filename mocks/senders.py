"""Those who refer patients to a candidate, each with the address where this candidate takes it.

Source: each sender's own module; addresses by the declaration. What a practice collects and answers is here too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpcs_harness.catalogue import Catalogue
from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.patience import JourneyStopped
from cpcs_harness.mockkit.service import Endpoints
from cpcs_harness.people.model import GpReferral, Report, Sent

from .adaptor import declared
from .adaptor.publisher import Adaptor
from .gp_practice.failures import Failures
from .gp_practice.responder import PracticeResponder
from .gp_practice.sender import GpPractice
from .mesh.service import MESH
from .nation import Nation
from .nhs111.sender import NHS111
from .nhs111_fhir.sender import NHS111Fhir
from .nhsmail.smtp import NHSmail


def prepare(declaration: Declaration) -> Endpoints:
    """See that each sender can reach a candidate that declares this; gives what it is configured with for them.

    Raises UsageProblem where one could not.
    """
    return declared.endpoints(declaration)


def with_broker(declaration: Declaration, catalogue: Catalogue, amqp_url: str) -> Declaration:
    """Give a declaration of a candidate that is sent to through a message broker as well."""
    return declared.behind_the_adaptor(declaration, catalogue, amqp_url)


class NationalSenders:
    """The senders of a nation, bound to one candidate."""

    def __init__(self, nation: Nation, declaration: Declaration) -> None:
        """Send to the addresses of a declaration."""
        world = nation.world
        self._declared = declaration
        self._nhs111, self._nhs111_fhir, self._adaptor = NHS111(world), NHS111Fhir(world), Adaptor(world)
        self._practices = GpPractice(world, nation[NHSmail])
        self._responder = PracticeResponder(world)
        self._failures = Failures(world, nation[MESH], nation[NHSmail])

    def nhs111(self, report: Report, damage: str, variant: str) -> Sent:
        """NHS 111 sends by ITK 2.2 to the candidate, or to the adaptor that stands before it."""
        if not self._declared.takes_itk:
            return self.adaptor(report, damage, variant)
        return self._nhs111.send(report, self._declared.itk.url, damage=damage, variant=variant)

    def nhs111_fhir(self, report: Report, damage: str, variant: str) -> Sent:
        """NHS 111 sends by FHIR."""
        if not self._declared.fhir_url:
            raise JourneyStopped("[fhir] in candidate.toml names no url", "configuration")
        return self._nhs111_fhir.send(report, self._declared.fhir_url, damage=damage, variant=variant)

    def adaptor(self, report: Report, damage: str, variant: str) -> Sent:
        """The 111 Adaptor publishes a report's bundle, where the harness plays it."""
        broker = declared.broker_of(self._declared)
        if broker is None:
            raise JourneyStopped("[adaptor] in candidate.toml has none played", "configuration")
        return self._adaptor.publish(report, broker, damage=damage, variant=variant)

    def nhs111_email(self, report: Report, variant: str) -> Sent:
        """A provider of NHS 111 whose system is down writes to the pharmacy's mailbox."""
        return self._practices.send_111_email(report, variant=variant)

    def gp_email(self, referral: GpReferral, damage: str, variant: str) -> Sent:
        """A GP practice writes to the pharmacy's mailbox."""
        return self._practices.send_email(referral, variant=variant, damage=damage)

    def gp_itk3(self, referral: GpReferral, damage: str, variant: str) -> Sent:
        """A GP practice sends by ITK3 to the pharmacy's MESH mailbox."""
        return self._practices.send_itk3(referral, variant=variant, damage=damage)

    def acknowledgements(self, journey: str) -> list[dict[str, Any]]:
        """The practices of a journey collect what came back to them."""
        return self._practices.collect_acknowledgements(journey)

    def responses(self, journey: str, script: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
        """The practices of a journey answer the GP reports in their mailboxes, by a script; gives the answers."""
        return self._responder.respond(journey, script)

    def undelivered(self, journey: str, nhs_number: str, code: str, of_another: bool) -> bool:
        """MESH reports that the last message about a patient, or one of another system, was not delivered."""
        return self._failures.by_mesh(journey, nhs_number, code, of_another)

    def bounced(self, journey: str, nhs_number: str, why: str) -> bool:
        """NHSmail reports that the last e-mail about a patient was not delivered."""
        return self._failures.by_email(journey, nhs_number, why)
