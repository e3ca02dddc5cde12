"""Takes the family name of a patient in FHIR for the given name, and the other way round."""

from typing import Any

from ..inbound.fhir.referral import FhirMessage, FhirReferral
from ..service import Service

CATCHES = ("N111F-02",)


class _Swapped(FhirReferral):
    def patient(self, message: FhirMessage) -> dict[str, Any]:
        person = super().patient(message)
        return {**person, "given": person["family"], "family": person["given"]}


def install(service: Service) -> None:
    """Swap the names."""
    service.fhir_intake.reader.__class__ = _Swapped
