"""Asks for a record again and again at once when it has asked too much already."""

from typing import TYPE_CHECKING

from ..national.http import Unreachable
from ..national.scr.asking import ScrAsking
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("SCR-14",)
CONDITION = "an answer 429"


class _Hammers(ScrAsking):
    tries = 10
    pause = 0.01

    def may_pass(self, answer: "httpx.Response | Unreachable") -> bool:
        return super().may_pass(answer) or getattr(answer, "status_code", 0) == 429


def install(service: Service) -> None:
    """Ask on."""
    service.scr_viewer.scr.asking.__class__ = _Hammers
