"""Lists a referral by FHIR whose patient is not in the message, as one of nobody."""

from typing import Any

from ..formats.fhir_json import FhirRefused
from ..inbound.fhir.referral import FhirMessage, FhirReferral
from ..referrals.content import patient
from ..service import Service

CATCHES = ("N111F-04",)
CONDITION = "a message without its patient"


class _Lax(FhirReferral):
    def patient(self, message: FhirMessage) -> dict[str, Any]:
        try:
            return super().patient(message)
        except FhirRefused:
            return patient()


def install(service: Service) -> None:
    """Ask for no patient."""
    service.fhir_intake.reader.__class__ = _Lax
