"""Answers a referral by FHIR with status 200 and an empty object."""

from typing import Any

from ..inbound.fhir.intake import FhirIntake
from ..inbound.fhir.referral import FhirMessage
from ..kit.config import Premises
from ..service import Service

CATCHES = ("N111F-01",)


class _Silent(FhirIntake):
    def answer(self, message: FhirMessage, premises: Premises) -> dict[str, Any]:
        return {}


def install(service: Service) -> None:
    """Say nothing of the message."""
    service.fhir_intake.__class__ = _Silent
