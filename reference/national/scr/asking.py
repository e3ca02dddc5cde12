"""How the Summary Care Record API is asked: what a request carries, and what is done while no good answer comes."""

import uuid
from threading import Event
from typing import TYPE_CHECKING, Any

from ...kit.config import ScrSettings
from ...kit.problems import ServiceTrouble
from ..asker import Asker
from ..http import Caller, Unreachable
from ..identity.access import Access
from ..inquiries import Inquiries

if TYPE_CHECKING:
    import httpx

MEDIA = "application/fhir+json"
_PASSING = frozenset({500, 502, 503, 504})
"""Answers after which the same request may go once more; after 429 a minute has to pass, so that a person decides."""


class ScrAsking:
    """Asks under an id for each question, in the name of whoever asks."""

    tries = 2
    """How often one question is sent at most, a refused token apart."""
    pause = 0.25
    """Seconds before it is sent again."""

    def __init__(
        self,
        settings: ScrSettings,
        caller: Caller,
        access: Access,
        stopping: Event,
        inquiries: Inquiries,
    ) -> None:
        self.settings = settings
        self.caller = caller
        self.access = access
        self.stopping = stopping
        self.inquiries = inquiries

    def get(self, path: str, parameters: dict[str, str], asker: Asker, number: str) -> "httpx.Response":
        """Ask for something about a patient."""
        return self._noted("GET", path, {"params": parameters}, asker, number)

    def post(self, path: str, resource: dict[str, Any], asker: Asker, number: str) -> "httpx.Response":
        """Send a resource about a patient."""
        return self._noted("POST", path, {"json": resource}, asker, number)

    def headers(self, request_id: str, asker: Asker, method: str) -> dict[str, str]:
        """The headers of a request, which stay as they are when it is sent again."""
        sent = {"Content-Type": MEDIA} if method == "POST" else {}
        return {
            "Accept": MEDIA,
            "X-Request-ID": request_id,
            "X-Correlation-ID": self.correlation(asker),
            **sent,
        }

    def headers_again(self, headers: dict[str, str]) -> dict[str, str]:
        """The headers of a request that is sent again: the API knows it by its id."""
        return headers

    def new_request_id(self) -> str:
        """An id that no other request has."""
        return str(uuid.uuid4())

    def correlation(self, asker: Asker) -> str:
        """What all questions of one consultation have in common."""
        return asker.consultation or str(uuid.uuid4())

    def authorisation(self, asker: Asker, _method: str) -> dict[str, str]:
        """The headers that say in whose name it is asked."""
        return self.access.headers(asker)

    def may_pass(self, answer: "httpx.Response | Unreachable") -> bool:
        """Whether the same question may well be answered a moment later."""
        return isinstance(answer, Unreachable) or answer.status_code in _PASSING

    def _noted(
        self, method: str, path: str, what: dict[str, Any], asker: Asker, number: str
    ) -> "httpx.Response":
        """Ask, and write down that it was asked, whatever comes of it."""
        request_id, result = self.new_request_id(), "no answer"
        try:
            reply = self._answered(method, path, what, self.headers(request_id, asker, method), asker)
            result = str(reply.status_code)
        finally:
            self.inquiries.note(asker, "scr", f"{method} {path}", number, request_id, result)
        return reply

    def _answered(
        self, method: str, path: str, what: dict[str, Any], headers: dict[str, str], asker: Asker
    ) -> "httpx.Response":
        """Ask once more with a fresh token where the old one was refused."""
        reply = self._persist(method, path, what, headers, asker)
        if reply.status_code == 401:
            self.access.forget(asker, reply.request.headers["Authorization"])
            reply = self._persist(method, path, what, headers, asker)
        return reply

    def _persist(
        self, method: str, path: str, what: dict[str, Any], headers: dict[str, str], asker: Asker
    ) -> "httpx.Response":
        """Send a request, and send it again where it was not dealt with."""
        answer = self._send(method, path, what, headers, asker)
        tried = 1
        while self.may_pass(answer) and tried < self.tries and not self.stopping.wait(self.pause):
            tried += 1
            answer = self._send(method, path, what, self.headers_again(headers), asker)
        if isinstance(answer, Unreachable):
            raise ServiceTrouble(f"Summary Care Record: {answer.reason}; try again in a minute") from answer
        return answer

    def _send(
        self, method: str, path: str, what: dict[str, Any], headers: dict[str, str], asker: Asker
    ) -> "httpx.Response | Unreachable":
        authorised = {**headers, **self.authorisation(asker, method)}
        send = self.caller.get if method == "GET" else self.caller.post
        try:
            return send(f"{self.settings.base}{path}", headers=authorised, **what)
        except Unreachable as silence:
            return silence
