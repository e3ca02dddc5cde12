"""Shows everybody as female whom PDS does not hold as male."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-21",)
CONDITION = "a gender that is other or unknown"


class _Two(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        return {**patient, "gender": "male" if patient["gender"] == "male" else "female"}


def install(service: Service) -> None:
    """Know two genders."""
    service.pds.__class__ = _Two
