"""Writes the patient's name into its responses to practices."""

from ..inbound.fhir.people import person_name
from ..inbound.itk3.acknowledge import Itk3Responses
from ..inbound.itk3.referral import Itk3Message
from ..service import Service

CATCHES = ("GPI-07",)


class _Chatty(Itk3Responses):
    def diagnostics(self, message: Itk3Message | None, code: str, why: str) -> str:
        name = person_name(message.document.first("Patient")) if message else ""
        return f"{super().diagnostics(message, code, why)} {name}".strip()


def install(service: Service) -> None:
    """Name the patient."""
    service.itk3_intake.responses.__class__ = _Chatty
