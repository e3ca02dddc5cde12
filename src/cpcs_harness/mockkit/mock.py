"""A mock national service: routes and handlers of its own; recording, faults and matching from here.

A mock answers whatever it plausibly can, as the real service would, and records; it never scores.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import Message, Receive, Scope, Send

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Exchange, Side
from cpcs_harness.mockkit.connection import cut, left
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.mockkit.http_server import HttpService
from cpcs_harness.mockkit.world import World

MAX_REQUEST = 12 * 1024 * 1024
"""Bytes; a larger request is refused with 413, and what came of it is recorded."""

LARGE = 256 * 1024
"""Bytes from which a body is matched and screened in a thread of its own: the other mocks answer meanwhile."""


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
    texts: list[str] = field(default_factory=list)
    """What it was matched by: target, headers, body, and what the mock itself read in them."""
    code: str = ""
    """What a fault has the service say, in one of its own codes; most mocks have no such codes."""
    facts: dict[str, Any] = field(default_factory=dict)
    direction: str = "from-candidate"
    """A mock that is also called by the harness itself (the mock practice) says so here."""

    @property
    def path(self) -> dict[str, Any]:
        """The variable parts of the path."""
        return dict(self.request.path_params)

    def header(self, name: str) -> str | None:
        """One header's value."""
        return self.request.headers.get(name)


Handler = Callable[[Call], Response | Awaitable[Response]]


@dataclass(frozen=True)
class _Operation:
    name: str
    handler: Handler
    certainty: Certainty
    source: str


class Mock(HttpService):
    """A national service that is called by HTTP."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._routes: list[tuple[Route, _Operation]] = []

    def route(
        self,
        method: str,
        path: str,
        handler: Handler,
        *,
        operation: str,
        source: str,
        certainty: Certainty = Certainty.PUBLISHED,
    ) -> None:
        """Answer a method and path pattern with a handler, under an operation's name."""
        route = Route(path, _unused, methods=[method])
        self._routes.append((route, _Operation(operation, handler, certainty, source)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read one request, answer it, record both, and only then send the answer."""
        if scope["type"] != "http":
            return
        started = time.monotonic()
        body, whole = await _read(receive)
        aside = asyncio.to_thread if len(body) > LARGE else _here
        call, handler = await aside(self._call, scope, body)
        fault = None
        if call.direction == "from-candidate":  # what goes wrong on purpose is for the candidate alone
            fault = self.world.faults.take(self.service, call.operation, call.journey, call.texts)
        gone = fault is not None and await left(receive, fault.delay)
        if gone and self.world.recorder.log.is_closed:
            return  # whoever still waited when the run ended has waited in vain
        response = await self._respond(call, handler, fault) if whole else _too_large()
        unanswered = gone or (fault is not None and fault.drop)
        await aside(self._record, call, response, fault, unanswered, (time.monotonic() - started) * 1000)
        if unanswered:
            await cut(receive, send)
        else:
            await response(scope, receive, send)

    async def answer(self, call: Call, handler: Handler) -> Response:
        """Ask the handler; a mock that wraps another application overrides this."""
        result = handler(call)
        return await result if inspect.isawaitable(result) else result

    def unknown(self, call: Call) -> Response:
        """Answer a path that the service does not have."""
        return PlainTextResponse(f"{self.service} has no {call.request.url.path}", status_code=404)

    async def _respond(self, call: Call, handler: Handler, fault: Fault | None) -> Response:
        if fault is not None and fault.status is not None:
            headers = {**self.fault_headers(call), **fault.headers}
            return Response(fault.body, status_code=fault.status, headers=headers)
        call.code = "" if fault is None else fault.code
        try:
            response = await self.answer(call, handler)
            response.headers.update({} if fault is None else fault.headers)
            return response
        except Exception as broken:  # noqa: BLE001 - a mock that breaks is our fault, recorded as such
            call.facts["harness_error"] = f"{type(broken).__name__}: {broken}"
            return PlainTextResponse("the harness's mock broke; this is not the candidate's fault", 500)

    def _call(self, scope: Scope, body: bytes) -> tuple[Call, Handler]:
        operation, params = self._find(scope)
        scope["path_params"] = dict(params)
        request = Request(scope, _replay(body))
        target = _target(scope)
        texts = [target, unquote_plus(target), *request.headers.values(), body.decode("utf-8", "replace")]
        texts += self.read_further(request, body)
        journey, rule = self.world.register.match(texts)
        call = Call(
            request, body, operation.name, operation.certainty, operation.source, journey, rule, texts
        )
        call.operation = self.operation_of(call)
        call.direction = self.direction_of(call)
        return call, operation.handler

    def fault_headers(self, _call: Call) -> dict[str, str]:
        """Give the headers that even an answer gone wrong has; a service that mirrors ids overrides this."""
        return {}

    def read_further(self, _request: Request, _body: bytes) -> list[str]:
        """Give more texts to match a call by; a mock that can read what is encoded overrides this."""
        return []

    def operation_of(self, call: Call) -> str:
        """Name the operation; a mock with several behind one address overrides this."""
        return call.operation

    def direction_of(self, _call: Call) -> str:
        """Say who calls; a mock that the harness itself calls over the same socket overrides this."""
        return "from-candidate"

    def _find(self, scope: Scope) -> tuple[_Operation, Mapping[str, Any]]:
        for route, operation in self._routes:
            match, child = route.matches(scope)
            if match is Match.FULL:
                return operation, child["path_params"]
        return _Operation("unknown", self.unknown, Certainty.INFERRED, "no such operation"), {}

    def _record(
        self, call: Call, response: Response, fault: Fault | None, unanswered: bool, elapsed_ms: float
    ) -> None:
        start = {"method": call.request.method, "target": _target(call.request.scope)}
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers]
        status = {"dropped": True} if unanswered else {"status": response.status_code}
        self.world.recorder.exchange(
            Exchange(
                service=self.service,
                operation=call.operation,
                protocol="http",
                direction=call.direction,
                request=Side(start, list(call.request.headers.items()), call.body),
                response=Side(status, headers, bytes(response.body)),
                certainty=call.certainty,
                source=call.source,
                journey=call.journey,
                rule=call.rule,
                fault=fault.name if fault else "",
                facts=call.facts,
                elapsed_ms=elapsed_ms,
            )
        )


async def wrapped(application: Callable[..., Awaitable[None]], call: Call) -> Response:
    """Ask another ASGI application, and give its whole answer."""
    messages: list[Message] = []

    async def collect(message: Message) -> None:
        messages.append(message)

    await application(dict(call.request.scope), _replay(call.body), collect)
    start = next(message for message in messages if message["type"] == "http.response.start")
    parts = [message.get("body", b"") for message in messages if message["type"] == "http.response.body"]
    response = Response(b"".join(parts), status_code=start["status"])
    response.raw_headers = list(start.get("headers", []))
    return response


async def _here(work: Callable[..., Any], *arguments: Any) -> Any:
    return work(*arguments)


async def _read(receive: Receive) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_REQUEST:
            return b"".join(parts), False
        parts.append(chunk)
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(parts), True


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _target(scope: Scope) -> str:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    return (path + (b"?" + query if query else b"")).decode("latin-1")


def _too_large() -> Response:
    return PlainTextResponse(f"a request may hold {MAX_REQUEST} bytes", status_code=413)


async def _unused(
    _request: Request,
) -> Response:  # pragma: no cover - Route wants an endpoint; handlers are ours
    return Response()
