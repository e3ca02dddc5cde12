"""Sends a request to PDS again after the same time, however often PDS has failed."""

from typing import TYPE_CHECKING

from ..national.http import Unreachable
from ..national.pds.service import Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-33",)
CONDITION = "PDS fails twice or more"


class _OnePace(Pds):
    def pause(self, answer: "httpx.Response | Unreachable", _tried: int) -> float:
        return super().pause(answer, 1)


def install(service: Service) -> None:
    """Let pauses stay as they are."""
    service.pds.__class__ = _OnePace
