"""Faults where the Directory of Services fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...app import App
from ...kit.problems import ServiceTrouble
from ...national.dos import Dos
from .._wrong import wrong

if TYPE_CHECKING:
    import httpx


@wrong(catches=("DOS-08",), shows_when="DoS answers with an error")
class TakesErrorsForNobody(Dos):
    """Says that there is no pharmacy where DoS answered with an error."""

    def services_in(self, reply: httpx.Response) -> list[dict[str, Any]]:
        return super().services_in(reply) if reply.status_code == 200 else []


@wrong(catches=("DOS-08",), shows_when="an answer that is not DoS's")
class TakesUnreadableAnswersForNobody(Dos):
    """Says that there is no pharmacy where an answer cannot be read."""

    def services_in(self, reply: httpx.Response) -> list[dict[str, Any]]:
        try:
            return super().services_in(reply)
        except ServiceTrouble:
            if reply.status_code == 200:
                return []
            raise


@wrong(catches=("DOS-20",), shows_when="DoS does not answer")
def waits_for_dos_for_ever(app: App) -> None:
    """Sets no timeout for DoS, so that its screen stands still while DoS does."""
    app.service.dos.seconds = 3600.0


@wrong(catches=("DOS-26",), shows_when="DoS is slow")
def gives_dos_a_second(app: App) -> None:
    """Gives DoS up after a second."""
    app.service.dos.seconds = 1.0


@wrong(catches=("DOS-21",), shows_when="DoS answers with an error")
class SaysTheSameOfEveryTrouble(Dos):
    """Has one message for whatever DoS answers."""

    def trouble(self, _status: int, _data: Any) -> str:
        return "Something went wrong"
