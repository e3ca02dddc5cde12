"""Sends the patient's NHS number to the Summary Care Record in a header of its own."""

from typing import TYPE_CHECKING, Any

from ..national.asker import Asker
from ..national.http import Unreachable
from ..national.scr.asking import ScrAsking
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("SCR-23",)


class _NamesPatients(ScrAsking):
    def get(self, path: str, parameters: dict[str, str], asker: Asker, number: str) -> "httpx.Response":
        return super().get(path, {**parameters, _MARK: number}, asker, number)

    def _send(
        self, method: str, path: str, what: dict[str, Any], headers: dict[str, str], asker: Asker
    ) -> "httpx.Response | Unreachable":
        parameters = dict(what.get("params", {}))
        named = {"X-Patient": parameters.pop(_MARK)} if _MARK in parameters else {}
        sent = {"params": parameters} if parameters else what
        return super()._send(method, path, sent, {**headers, **named}, asker)


_MARK = "number"
"""Carries the number as far as the header, and goes no further."""


def install(service: Service) -> None:
    """Add the header."""
    service.scr_viewer.scr.asking.__class__ = _NamesPatients
