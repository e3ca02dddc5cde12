"""Lists patients who match in another order than PDS gives them."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-49",)
CONDITION = "several matches"


class _Reversed(Pds):
    def listed(self, patients: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return super().listed(patients)[::-1]


def install(service: Service) -> None:
    """Turn the list round."""
    service.pds.__class__ = _Reversed
