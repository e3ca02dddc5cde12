"""Answers a referral by FHIR with status 200 and an empty object."""

from typing import Any

from ..config import Premises
from ..fhir_endpoint import FhirIntake
from ..fhir_referral import FhirMessage
from ..service import Service

CATCHES = ("N111F-01",)


class _Silent(FhirIntake):
    def answer(self, message: FhirMessage, premises: Premises) -> dict[str, Any]:
        return {}


def install(service: Service) -> None:
    """Say nothing of the message."""
    service.fhir_intake.__class__ = _Silent
