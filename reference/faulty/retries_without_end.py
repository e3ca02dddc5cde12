"""Sends a request to PDS again for as long as PDS fails."""

from typing import TYPE_CHECKING

from ..national.http import Unreachable
from ..national.pds.service import Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-32",)
CONDITION = "PDS goes on failing"


class _NoEnd(Pds):
    tries = 1_000_000
    patience = 60.0

    def pause(self, answer: "httpx.Response | Unreachable", tried: int) -> float:
        return min(super().pause(answer, tried), 1.0)


def install(service: Service) -> None:
    """Do not stop."""
    service.pds.__class__ = _NoEnd
