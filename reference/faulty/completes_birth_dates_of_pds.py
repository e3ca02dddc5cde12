"""Makes a whole date of a birth date that PDS knows in part."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-23",)
CONDITION = "a birth date of which PDS knows the year alone"


class _Completing(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        born = patient["birth_date"]
        return {**patient, "birth_date": born + "1900-01-01"[len(born) :] if born else born}


def install(service: Service) -> None:
    """Fill in the first of January."""
    service.pds.__class__ = _Completing
