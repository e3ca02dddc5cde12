"""A mock national service: routes and handlers of its own; recording, faults and matching from here.

A mock answers whatever it plausibly can, as the real service would, and records; it never scores.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events.exchange import CUT_OFF
from cpcs_harness.evidence.recorder import Exchange, Side
from cpcs_harness.evidence.slices import decoded
from cpcs_harness.mockkit.call import Call, replayed, target_of, texts_of
from cpcs_harness.mockkit.connection import at_once, cut, is_gone, left
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.mockkit.http_server import HttpService
from cpcs_harness.mockkit.intake import Taken, has_body
from cpcs_harness.mockkit.large import unhurried
from cpcs_harness.mockkit.timing import Timing
from cpcs_harness.mockkit.tls import untrusted_fact
from cpcs_harness.mockkit.world import World

Handler = Callable[[Call], Response | Awaitable[Response]]
_NO_BODY = Taken(b"")


@dataclass(frozen=True)
class _Operation:
    name: str
    handler: Handler
    certainty: Certainty
    source: str
    methods: tuple[str, ...] = ()
    path: re.Pattern[str] = re.compile("")


@dataclass
class _Answer:
    """What became of a call: the response as it was made, the fault that struck it, and whether nothing went out."""

    response: Response
    fault: Fault | None
    unanswered: bool
    journey: str | None
    exchange: str = ""
    """As what it was recorded."""


class Mock(HttpService):
    """A national service that is called by HTTP."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._operations: list[_Operation] = []

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
        """Answer a method and a path, in Starlette's form, with a handler, under an operation's name."""
        methods = ("GET", "HEAD") if method == "GET" else (method,)
        pattern, _, _ = compile_path(path)
        self._operations.append(_Operation(operation, handler, certainty, source, methods, pattern))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read one request, answer it, record both, and only then send the answer."""
        if scope["type"] == "http":
            try:
                await self._one_request(scope, receive, send)
            except HarnessError:  # the log takes no more: the run ends by that, and says why
                await cut(receive, send)

    async def _one_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        timing = Timing()
        with self.world.tally.request(self.service):
            answer = await self._read_and_answered(scope, receive, timing)
        if answer is None:
            return
        if answer.unanswered:
            await cut(receive, send)
        else:
            gone = is_gone(send)
            await answer.response(scope, receive, at_once(send))
            timing.written(self.world, answer.exchange, answer.journey, answer.fault, gone=gone)

    async def _read_and_answered(self, scope: Scope, receive: Receive, timing: Timing) -> _Answer | None:
        if not has_body(scope):
            return await self._taken(_NO_BODY, scope, receive, timing)
        async with self.world.intake.request(scope, receive) as taken:
            timing.is_read(taken.waited)
            return await self._taken(taken, scope, receive, timing)

    async def _taken(self, taken: Taken, scope: Scope, receive: Receive, timing: Timing) -> _Answer | None:
        """Answer and record a request that was read; None when nobody is left to answer."""
        body = taken.body
        call, handler = await unhurried(len(body), self._call, scope, body)
        if taken.cut_off:
            call.facts[CUT_OFF] = True
            answer: _Answer | None = _Answer(Response(), None, True, call.journey)
        else:
            answer = await self._answer(call, handler, receive, taken.refusal)
        if answer is not None:
            answer.exchange = await unhurried(len(body), self._record, call, answer, timing.elapsed_ms)
        return answer

    async def answer(self, call: Call, handler: Handler) -> Response:
        """Ask the handler; a mock that asks another application overrides this."""
        result = handler(call)
        return await result if inspect.isawaitable(result) else result

    def unknown(self, call: Call) -> Response:
        """Answer a path that the service does not have."""
        return PlainTextResponse(f"{self.service} has no {call.request.url.path}", status_code=404)

    def fault_headers(self, _call: Call) -> dict[str, str]:
        """Give the headers that even an answer gone wrong has; a service that mirrors ids overrides this."""
        return {}

    def read_further(self, _request: Request, _body: bytes) -> list[str]:
        """Give more texts to match a call by; a mock that can read what is encoded overrides this."""
        return []

    def facts_of(self, _call: Call) -> dict[str, Any]:
        """Give what is known of a call however it will be answered; a mock that knows whose it is overrides this."""
        return {}

    def operation_of(self, call: Call) -> str:
        """Name the operation; a mock with several behind one address overrides this."""
        return call.operation

    def direction_of(self, _call: Call) -> str:
        """Say who calls; a mock that the harness itself calls over the same socket overrides this."""
        return "from-candidate"

    def _call(self, scope: Scope, body: bytes) -> tuple[Call, Handler]:
        operation, params = self._find(scope)
        scope["path_params"] = params
        request = Request(scope, replayed(body))
        target, headers = target_of(scope), texts_of(scope["headers"])
        texts = [target, *(value for _, value in headers)]
        if (unquoted := unquote_plus(target)) != target:
            texts.append(unquoted)
        if body:
            texts.append(decoded(body, "replace"))
        texts += self.read_further(request, body)
        marks = self.world.register.count
        journey, rule = self.world.register.match(texts)
        call = Call(
            request,
            body,
            operation.name,
            operation.certainty,
            operation.source,
            journey,
            rule,
            headers,
            texts,
        )
        call.nobodys_by = marks if journey is None else None
        call.operation = self.operation_of(call)
        call.direction = self.direction_of(call)
        call.facts |= self.facts_of(call) | untrusted_fact(scope)
        return call, operation.handler

    def _find(self, scope: Scope) -> tuple[_Operation, dict[str, Any]]:
        for operation in self._operations:
            if scope["method"] in operation.methods and (match := operation.path.match(scope["path"])):
                return operation, match.groupdict()
        return _Operation("unknown", self.unknown, Certainty.INFERRED, "no such operation"), {}

    async def _answer(
        self, call: Call, handler: Handler, receive: Receive, refusal: Response | None
    ) -> _Answer | None:
        """Answer a call, with what goes wrong on purpose; None when the run ended while somebody still waited."""
        fault = None
        if call.direction == "from-candidate":  # faults are for the candidate alone
            fault = self.world.faults.take(self.service, call.operation, call.journey, call.texts)
        gone = fault is not None and await left(receive, fault.delay)
        if gone and self.world.recorder.log.is_closed:
            return None
        response = refusal or await self._respond(call, handler, fault)
        return _Answer(response, fault, gone or (fault is not None and fault.drop), call.journey)

    async def _respond(self, call: Call, handler: Handler, fault: Fault | None) -> Response:
        if fault is not None and fault.status is not None:
            headers = {**self.fault_headers(call), **fault.headers}
            return Response(fault.body, status_code=fault.status, headers=headers)
        call.code = "" if fault is None else fault.code
        try:
            response = await self.answer(call, handler)
            if fault is not None:
                response.headers.update(fault.headers)
            return response
        except Exception as broken:  # noqa: BLE001 - a mock that breaks is our fault, recorded as such
            call.facts["harness_error"] = f"{type(broken).__name__}: {broken}"
            return PlainTextResponse("the harness's mock broke; this is not the candidate's fault", 500)

    def _record(self, call: Call, answer: _Answer, elapsed_ms: float) -> str:
        exchange = Exchange(
            service=self.service,
            operation=call.operation,
            protocol="http",
            direction=call.direction,
            request=_request_side(call),
            response=_response_side(answer),
            certainty=call.certainty,
            source=call.source,
            journey=call.journey,
            rule=call.rule,
            fault=answer.fault.name if answer.fault else "",
            facts=call.facts or None,
            elapsed_ms=elapsed_ms,
            nobodys_by=call.nobodys_by,
        )
        return self.world.recorder.exchange(exchange)


def _request_side(call: Call) -> Side:
    start = {"method": call.request.method, "target": target_of(call.request.scope)}
    return Side(start, call.headers, call.body)


def _response_side(answer: _Answer) -> Side:
    response = answer.response
    status = {"dropped": True} if answer.unanswered else {"status": response.status_code}
    return Side(status, texts_of(response.raw_headers), bytes(response.body))
