"""Sends a request to PDS again at once."""

from typing import TYPE_CHECKING

from ..national.http import Unreachable
from ..national.pds.service import Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-33",)
CONDITION = "PDS fails and names no time"


class _AtOnce(Pds):
    def pause(self, answer: "httpx.Response | Unreachable", tried: int) -> float:
        silent = isinstance(answer, Unreachable) or self.retry_after(answer) is None
        return 0.0 if silent else super().pause(answer, tried)


def install(service: Service) -> None:
    """Wait for nothing but Retry-After."""
    service.pds.__class__ = _AtOnce
