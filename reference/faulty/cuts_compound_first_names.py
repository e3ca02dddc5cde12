"""Shows the first part of a first name alone that has several."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-24",)
CONDITION = "a first name of several parts"


class _OnePart(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        patient = super().read(resource)
        return {**patient, "given": patient["given"].partition(" ")[0]}


def install(service: Service) -> None:
    """Cut at the first space."""
    service.pds.__class__ = _OnePart
