"""Lets everybody look patients up, whatever their role."""

from ..pharmacy.rights import Rights
from ..service import Service

CATCHES = ("PDS-29",)
CONDITION = "somebody without the right to see demographics"


class _Open(Rights):
    def check(self, role: str, right: str) -> None:
        pass


def install(service: Service) -> None:
    """Check no role."""
    service.rights.__class__ = _Open
