"""Shows a restricted record like one that has gaps."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-16",)
CONDITION = "a restricted record"


class _Unmarked(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        return {**super().read(resource), "restricted": False}


def install(service: Service) -> None:
    """Mark nothing."""
    service.pds.__class__ = _Unmarked
