"""Leaves restricted patients out of the list of those who match, and says nothing of it."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-49",)
CONDITION = "several matches, one of them restricted"


class _Unrestricted(Pds):
    def listed(self, patients: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [one for one in super().listed(patients) if not one["restricted"]]


def install(service: Service) -> None:
    """List only those whose record is whole."""
    service.pds.__class__ = _Unrestricted
