"""Requests to an API of the NHS API platform: with an id, with a token, and sent again while it is busy."""

import uuid
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any

from ..kit.problems import ServiceTrouble
from .http import Caller, Unreachable
from .identity.access import Access
from .persisting import PersistingHttp
from .requester import Requester

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class ApiRequest:
    """A request to an API of the platform, all but the headers that say in whose name it is sent."""

    method: str
    address: str
    headers: dict[str, str]
    options: dict[str, Any] = field(default_factory=dict)
    """What else httpx takes: parameters, a body, a timeout."""


class PlatformClient(PersistingHttp):
    """Sends requests, a method for each header that could be got wrong."""

    def __init__(self, caller: Caller, access: Access, stopping: Event) -> None:
        super().__init__(stopping)
        self.caller = caller
        self.access = access

    def reply(self, request: ApiRequest, requester: Requester) -> "httpx.Response":
        """The answer to a request, sent once more with a fresh token where the old one was refused."""
        reply = self._send(request, requester)
        if reply.status_code == 401:
            self.access.forget(requester, reply.request.headers["Authorization"])
            reply = self._send(request, requester)
        return reply

    def ping(self, base: str) -> None:
        """See that an API is there, which says so without a token."""
        try:
            there = self.caller.send("GET", f"{base}/_ping", headers={}).status_code == 200
        except Unreachable:
            there = False
        if not there:
            raise ServiceTrouble(f"{base} did not answer")

    def new_request_id(self) -> str:
        """An id that no other request has."""
        return str(uuid.uuid4())

    def correlation(self, requester: Requester) -> str:
        """What all requests of one consultation have in common."""
        return requester.consultation or str(uuid.uuid4())

    def authorisation(self, requester: Requester, _method: str) -> dict[str, str]:
        """The headers that say in whose name a request is sent."""
        return self.access.headers(requester)

    def headers_again(self, headers: dict[str, str]) -> dict[str, str]:
        """The headers of a request that is sent again: the API knows it by its id."""
        return headers

    def _send(self, request: ApiRequest, requester: Requester) -> "httpx.Response":
        def attempt(tried: int) -> "httpx.Response":
            headers = request.headers if tried == 1 else self.headers_again(request.headers)
            authorised = {**headers, **self.authorisation(requester, request.method)}
            return self.caller.send(request.method, request.address, headers=authorised, **request.options)

        return self.answered(attempt)
