"""Takes a patient for living of whose death there is an informal notice only."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-22",)
CONDITION = "an informal notice of a death"


class _ByDate(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        return {**patient, "deceased": bool(patient["deceased_on"])}


def install(service: Service) -> None:
    """Look at the date of death alone."""
    service.pds.__class__ = _ByDate
