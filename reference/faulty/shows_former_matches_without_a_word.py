"""Does not say that a patient was found by a name that is no longer theirs."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-48",)
CONDITION = "a patient whose name has changed"


class _NoWord(Pds):
    def with_history(self, patient: dict[str, Any], details: dict[str, str]) -> dict[str, Any]:
        return patient


def install(service: Service) -> None:
    """Say nothing of history."""
    service.pds.__class__ = _NoWord
