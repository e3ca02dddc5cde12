"""Takes requests' bodies in: so many bytes at once over all mocks, from senders that do not dawdle."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope

from cpcs_harness.mockkit.alarm import fair_timeout
from cpcs_harness.mockkit.call import MAX_REQUEST

ROOM = 24 * 1024 * 1024
"""Bytes of large bodies that are held at once; what comes beyond it waits for its turn."""
SMALL = 64 * 1024
"""Bytes that are read of any body at once; uvicorn itself reads as many."""


@dataclass(frozen=True)
class Patience:
    """Seconds that a sender has."""

    pause: float = 10.0
    """Between two pieces of a body."""
    whole: float = 60.0
    """For a body, from when it has its turn."""
    turn: float = 120.0
    """Until it has it."""


@dataclass(frozen=True)
class Taken:
    """A body as far as it came, and the answer where it is refused for how it came."""

    body: bytes
    refusal: Response | None = None
    cut_off: bool = False
    """The caller left before it had sent the whole of it."""
    waited: float = 0.0
    """Seconds that it waited for its turn, which is our doing."""


_OF_BODIES = frozenset({b"content-length", b"transfer-encoding"})


class Intake:
    """What all mocks of one event loop read requests through; small bodies pass those that wait."""

    def __init__(self, room: int = ROOM, patience: Patience | None = None) -> None:
        self._room = self._free = room
        self._patience = patience or Patience()
        self._left = asyncio.Condition()

    @asynccontextmanager
    async def request(self, scope: Scope, receive: Receive) -> AsyncIterator[Taken]:
        """Read one request's body; its room is kept until the request is done with."""
        if not has_body(scope):
            yield Taken(b"")
            return
        body = _Body(receive, self._patience)
        async with AsyncExitStack() as kept:
            refusal = await self._read(body, _announced(scope), kept)
            content = bytes(body.content)
            body.content.clear()  # not kept twice
            yield Taken(content, refusal, body.cut_off, body.waited)

    async def _read(self, body: _Body, size: int, kept: AsyncExitStack) -> Response | None:
        try:
            await body.read(SMALL)
            if not body.ended:
                body.waited = await kept.enter_async_context(self.turn(size))
                await body.read(MAX_REQUEST)
        except _Refused as refused:
            return refused.answer
        except TimeoutError:
            body.waited = self._patience.turn
            return _refusal(503, "too many large requests are under way at once")
        return (
            None
            if len(body.content) <= MAX_REQUEST
            else _refusal(413, f"a request may hold {MAX_REQUEST} bytes")
        )

    @asynccontextmanager
    async def turn(self, size: int) -> AsyncIterator[float]:
        """Keep room for so many bytes, or all there is; gives the seconds that this waited for it.

        Raises TimeoutError where it does not come free in time.
        """
        size, began = min(size, self._room), time.monotonic()
        async with fair_timeout(self._patience.turn), self._left:
            await self._left.wait_for(lambda: self._free >= size)
            self._free -= size
        try:
            yield time.monotonic() - began
        finally:
            async with self._left:
                self._free += size
                self._left.notify_all()


class _Refused(Exception):
    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


class _Body:
    def __init__(self, receive: Receive, patience: Patience) -> None:
        self.content, self.ended, self.cut_off, self.waited = bytearray(), False, False, 0.0
        self._receive, self._patience = receive, patience

    async def read(self, most: int) -> None:
        """Read until the body has ended or holds more than so many bytes; raises _Refused for a slow sender."""
        try:
            async with fair_timeout(self._patience.whole):
                while not self.ended and len(self.content) <= most:
                    await self._piece()
        except TimeoutError as slow:
            why = f"only {len(self.content)} bytes of the request's body came in time"
            raise _Refused(_refusal(408, why, Connection="close")) from slow

    async def _piece(self) -> None:
        async with fair_timeout(self._patience.pause):
            message = await self._receive()
        if message["type"] == "http.disconnect":
            message = self._kept()
            self.cut_off = bool(message["more_body"])
            self.ended = True
        else:
            self.ended = not message.get("more_body")
        self.content += message.get("body", b"")

    def _kept(self) -> Message:
        """Give what came of a body whose sender has left, which uvicorn tells of in place of the rest of it."""
        cycle = getattr(self._receive, "__self__", None)
        return {"body": bytes(getattr(cycle, "body", b"")), "more_body": getattr(cycle, "more_body", True)}


def has_body(scope: Scope) -> bool:
    """Say whether a request has a body to be taken in, by its headers."""
    return not _OF_BODIES.isdisjoint([name for name, _ in scope["headers"]])


def _announced(scope: Scope) -> int:
    """Give the bytes that a request says it has, and the most where it does not say."""
    said = dict(scope["headers"]).get(b"content-length", b"")
    return min(int(said), MAX_REQUEST) if said.isdigit() else MAX_REQUEST


def _refusal(status: int, why: str, **headers: str) -> Response:
    return PlainTextResponse(why, status_code=status, headers=headers)
