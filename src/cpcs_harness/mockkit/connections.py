"""Bounds the connections of one server: how many are open at once, and how long each waits for its client."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import h11
from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

from cpcs_harness.mockkit.alarm import Alarm
from cpcs_harness.mockkit.connection import unsent, waiting
from cpcs_harness.mockkit.handshakes import is_untrusted
from cpcs_harness.mockkit.silent import KEPT

MOST = 256
"""Connections of one server; requests over further ones are answered with 503."""
MOST_TOLD = 2 * MOST
"""Connections beyond these are closed at once, with the same answer."""
CERTIFICATE = "client_certificate"
"""Under which a scope's state has the certificate that the client of its connection presented, as `ssl` tells it."""
UNTRUSTED_SERVER = "untrusted_server"
"""Under which it has whether its client went on though nobody told it to trust the certificate that it was shown."""
SECONDS = 5.0
"""That a connection which is one too many has to send its request, and be told."""
HEAD_SECONDS = 30.0
"""In which the first line and the headers of a request are to come, from their first byte, and the rest of a body that
was refused."""
ASK_SECONDS = 60.0
"""In which a connection is to bring its first byte, from when it was opened: some are opened in advance."""
READ_SECONDS = 60.0
"""In which a client is to take something of an answer, again and again; where it took nothing, the rest is given up."""
WHY = f"more than {MOST} connections are open to this service at once: close some, or keep them for further requests"
LATE = "the headers of the request did not come in time"

_BETWEEN = (h11.IDLE, h11.DONE)
"""The states in which what comes is of the next request."""
_NONE_MORE = (h11.MUST_CLOSE, h11.CLOSED, h11.ERROR)
"""The states after which nothing that comes is of a request: one asked for the end, or was none."""
_ANSWERED = (h11.SEND_BODY, h11.DONE)
"""The states, theirs and ours, of a request that is refused before its body has come."""


def _closing(status: str, why: str) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain\r\n"
        f"Content-Length: {len(why)}\r\n\r\n{why}"
    ).encode()


_CROWDED = _closing("503 Service Unavailable", WHY)
_LATE = _closing("408 Request Timeout", LATE)


def bounded(
    on_crowd: Callable[[int], None],
    on_silent: Callable[[bytes], None] = lambda _first: None,
    on_unread: Callable[[int], None] = lambda _bytes: None,
) -> type[asyncio.Protocol]:
    """Give uvicorn's protocol with these bounds; `on_crowd` is told the limit each time that it is passed anew.

    `on_silent` is told of each connection that ended without a request, or with more than its requests, with the
    first bytes that are of none. `on_unread` is told how many bytes of an answer its client did not take in time.
    """

    class Bounded(H11Protocol):
        _is_crowded = False
        _has_asked = False
        """Whether a request has come, or was not waited for."""
        _first = b""
        """Of what has come, and is of no request yet."""
        _alarm: Alarm | None = None
        _unasked: Alarm | None = None
        _unread: Alarm | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
            super().connection_made(transport)
            certificate = transport.get_extra_info("peercert")
            untrusted = is_untrusted(transport.get_extra_info("ssl_object"))
            self.app_state = {**self.app_state, CERTIFICATE: certificate or {}, UNTRUSTED_SERVER: untrusted}
            kind, count = type(self), len(self.connections)
            if count <= MOST:
                kind._is_crowded = False
                self._unasked = Alarm(ASK_SECONDS, transport.close)
                return
            if not kind._is_crowded:
                kind._is_crowded = True
                on_crowd(MOST)
            self._has_asked = True
            if count > MOST_TOLD:
                transport.write(_CROWDED)
                transport.close()
            else:
                self.app = PlainTextResponse(WHY, status_code=503, headers={"Connection": "close"})
                self.loop.call_later(SECONDS, transport.close)

        def data_received(self, data: bytes) -> None:
            self._unasked = _ended(self._unasked)
            asked = self.conn.their_state
            if asked in _BETWEEN or asked in _NONE_MORE:
                self._first += data[: KEPT - len(self._first)]
            if asked in _NONE_MORE:
                return  # uvicorn would answer it with 400, in place of the request before
            before = self.cycle
            super().data_received(data)
            self._asked_since(before)

        def on_response_complete(self) -> None:
            before = self.cycle
            super().on_response_complete()
            self._asked_since(before)
            self._wait_for_reader()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._wait_for_reader()

        def resume_writing(self) -> None:
            super().resume_writing()
            self._wait_for_reader()

        def _wait_for_reader(self) -> None:
            """Have what is written, and has not gone out yet, be taken in time."""
            self._unread = _ended(self._unread)
            if left := unsent(self.transport):
                self._unread = Alarm(READ_SECONDS, partial(self._give_up, left))

        def _asked_since(self, before: object) -> None:
            asked = self.conn.their_state
            if asked in _BETWEEN or (asked is h11.MUST_CLOSE and self.cycle is not before):
                self._first = self.conn.trailing_data[0][:KEPT]
            elif self.cycle is not before:
                self._first = b""
            self._has_asked = self._has_asked or self.cycle is not before
            self._watch()

        def _watch(self) -> None:
            """Have headers that have begun end in time, and a body that goes on after its answer."""
            asked, answered = self.conn.their_state, self.conn.our_state
            is_begun = bool(self._first) if asked is h11.IDLE else (asked, answered) == _ANSWERED
            if not is_begun:
                self._alarm = _ended(self._alarm)
            elif self._alarm is None:
                self._alarm = Alarm(HEAD_SECONDS, self._is_late)

        def _is_late(self) -> None:
            if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
                self.transport.write(_LATE)
            self.transport.close()

        def _give_up(self, before: int) -> None:
            left = unsent(self.transport)
            if 0 < left < before:  # a slow client, and a lawful one
                self._wait_for_reader()
            elif left:
                on_unread(left)
                self.transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            for alarm in (self._alarm, self._unasked, self._unread):
                _ended(alarm)
            came = self._first
            if self.conn.their_state in _NONE_MORE:  # elsewhere it may be a request, which is sent once more
                came += waiting(self.transport)
            if not self._has_asked or came.strip():
                on_silent(came[:KEPT])
            super().connection_lost(exc)

        def shutdown(self) -> None:
            super().shutdown()
            if self.scheme == "https" and self.transport.is_closing():
                self.transport.abort()  # else it waits until its client says good-bye as well

    return Bounded


def _ended(alarm: Alarm | None) -> Alarm | None:
    """Cancel an alarm, if there is one; gives none to stand in its place."""
    if alarm is not None:
        alarm.cancel()
    return None
