"""One HTTP request as a mock answers it: matched to its journey, and asked again of another application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope

from cpcs_harness.evidence.certainty import Certainty

MAX_REQUEST = 12 * 1024 * 1024
"""Bytes; a larger request is refused with 413, and what came of it is recorded."""


@dataclass
class Call:
    """One request while it is answered; handlers read it, and may say more of their answer than the route does."""

    request: Request
    body: bytes
    operation: str
    certainty: Certainty
    source: str
    journey: str | None
    rule: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """What it was matched by: target, headers, body, and what the mock itself read in them."""
    code: str = ""
    """What a fault has the service say, in one of its own codes; most mocks have no such codes."""
    facts: dict[str, Any] = field(default_factory=dict)
    nobodys_by: int | None = None
    """How many marks there were when none of them was found in it."""
    direction: str = "from-candidate"
    """A mock that is also called by the harness itself says so here."""

    @property
    def path(self) -> dict[str, Any]:
        """The variable parts of the path."""
        return dict(self.request.path_params)

    def header(self, name: str) -> str | None:
        """One header's value."""
        return self.request.headers.get(name)


def replayed(body: bytes) -> Receive:
    """Give a body that was read, once more, as a server would."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def target_of(scope: Scope) -> str:
    """Give path and query as they were sent."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    return (path + (b"?" + query if query else b"")).decode("latin-1")


def texts_of(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """Give headers as texts."""
    return [(str(name, "latin-1"), str(value, "latin-1")) for name, value in headers]


async def answered_by(application: Callable[..., Awaitable[None]], call: Call) -> Response:
    """Ask another ASGI application, and give its whole answer."""
    messages: list[Message] = []

    async def collect(message: Message) -> None:
        messages.append(message)

    await application(dict(call.request.scope), replayed(call.body), collect)
    start = next(message for message in messages if message["type"] == "http.response.start")
    parts = [message.get("body", b"") for message in messages if message["type"] == "http.response.body"]
    response = Response(b"".join(parts), status_code=start["status"])
    response.raw_headers = list(start.get("headers", []))
    return response
