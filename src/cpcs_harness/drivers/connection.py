"""One HTTP/1.1 connection to a candidate, kept for calls one after the other; each wait ends at the call's deadline.

It is used in the caller's own thread: whoever answers in drips, or never, holds up nobody else.
"""

from __future__ import annotations

import select
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import h11
import httpx

from cpcs_harness.drivers import usual
from cpcs_harness.drivers.answer import Answer, NoAnswer, bounded, unpacked
from cpcs_harness.stalls import fair_now

CONNECT_SECONDS = 5.0
READ = 64 * 1024
"""Bytes that are read at once."""
LONGEST_HEAD = 100 * 1024
"""Bytes of status line and headers."""
_CUT_OFF = "peer closed connection without sending complete message body (received {} bytes, expected {})"
"""As h11 says it."""


class Deadline:
    """The end of a call as a whole; what the harness itself stood still does not count."""

    def __init__(self, seconds: float) -> None:
        self._end = fair_now() + seconds

    def left(self) -> float:
        """Give the seconds that are left; raises TimeoutError where none are."""
        left = self._end - fair_now()
        if left <= 0:
            raise TimeoutError
        return left


@dataclass(frozen=True)
class Origin:
    """Where a connection leads to."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True)
class Request:
    """A request as it goes out: what its head is made of, and the body in the pieces that it is sent in."""

    method: str
    target: bytes
    lines: tuple[tuple[str, str], ...]
    pieces: tuple[bytes, ...]
    written: bytes | None = None
    """The whole of it, where it has the usual form."""

    def head(self) -> h11.Request:
        """Give the head; raises LocalProtocolError for one that is none."""
        return h11.Request(method=self.method, target=self.target, headers=list(self.lines))


class Connection:
    """A connection, open until `close`, or until a call over it did not come to its end."""

    def __init__(self, origin: Origin, deadline: Deadline) -> None:
        """Connect; raises NoAnswer where nobody is there, TimeoutError at the deadline."""
        self.origin = origin
        self.idle_since = 0.0
        """When the last call ended, on the monotonic clock."""
        self.asked_at = 0.0
        """When the last request had gone out: the other side may have been idle ever since, where we stood still."""
        self.answered = True
        """Whether anything came back to the last request."""
        self._socket = _connected(origin, deadline)
        self._protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=LONGEST_HEAD)
        self._sent = True
        self._is_done = False
        """Whether the last answer was read whole without h11, and nothing came after it."""

    def ask(self, request: Request, deadline: Deadline) -> Answer:
        """Send a request and read the whole answer.

        Raises TimeoutError at the deadline, OSError and h11.ProtocolError where the connection breaks, NoAnswer for an
        answer that is too large or cannot be unpacked.
        """
        self.answered = False
        self._send(request, deadline)
        self.asked_at = time.monotonic()
        answer = self._usual_answer(request, deadline) if request.written is not None else None
        return answer or self._answer(deadline)

    def _usual_answer(self, request: Request, deadline: Deadline) -> Answer | None:
        """Read an answer in the usual form; one that turns out to have another is h11's from its first byte on."""
        data = self._received(deadline)
        self.answered = bool(data)
        head = usual.read(data)
        if head is None:
            for _ in self._outgoing(request):
                pass  # it has gone out already, and h11 has to know of it
            if data:
                self._protocol.receive_data(data)
            return None
        parts, left = [data[head.length :]], head.size + head.length - len(data)
        while left > 0:
            data = self._received(deadline)
            if not data:
                raise h11.RemoteProtocolError(_CUT_OFF.format(head.size - left, head.size))
            parts.append(data)
            left -= len(data)
        self._is_done = left == 0
        body = b"".join(parts)[: head.size]
        return Answer(head.status, head.headers, unpacked(body, head.headers))

    def _answer(self, deadline: Deadline) -> Answer:
        head = self._head(deadline)
        parts: list[bytes] = []
        size = 0
        while isinstance(event := self._event(deadline), h11.Data):
            parts.append(bytes(event.data))
            size += len(event.data)
            bounded(size)
        headers = tuple(httpx.Headers(head.headers.raw_items()).multi_items())
        return Answer(head.status_code, headers, unpacked(b"".join(parts), headers))

    def can_be_kept(self) -> bool:
        """Say, after a call, whether another may follow it; gets ready for that."""
        if self._is_done:
            self._is_done = False
        else:
            done = self._protocol.our_state is h11.DONE and self._protocol.their_state is h11.DONE
            if not done or self._protocol.trailing_data[0]:
                return False
            self._protocol.start_next_cycle()
        if not self._sent:
            return False
        self.idle_since = time.monotonic()
        return True

    def is_open(self) -> bool:
        """Say whether the other side has neither closed it nor sent what nobody asked for."""
        waiting = select.poll()
        waiting.register(self._socket, select.POLLIN)
        return not waiting.poll(0)

    def close(self) -> None:
        """Let go of it."""
        self._socket.close()

    def _send(self, request: Request, deadline: Deadline) -> None:
        self._sent = False
        try:
            for data in self._outgoing(request) if request.written is None else (request.written,):
                self._socket.settimeout(deadline.left())
                self._socket.sendall(data)
        except TimeoutError:
            raise
        except OSError:
            return  # it may have answered before it had read everything, and closed: that answer counts
        self._sent = True

    def _outgoing(self, request: Request) -> Iterator[bytes]:
        events = [request.head(), *(h11.Data(piece) for piece in request.pieces), h11.EndOfMessage()]
        written = b""
        for event in events:
            written += self._protocol.send(event) or b""
            if len(written) > READ:
                yield written
                written = b""
        yield written

    def _head(self, deadline: Deadline) -> h11.Response | h11.InformationalResponse:
        while True:
            event = self._event(deadline)
            if isinstance(event, h11.Response) or (
                isinstance(event, h11.InformationalResponse) and event.status_code == 101
            ):
                return event

    def _event(self, deadline: Deadline) -> object:
        while (event := self._protocol.next_event()) is h11.NEED_DATA:
            data = self._received(deadline)
            self.answered = self.answered or bool(data)
            if not data and self._protocol.their_state is h11.SEND_RESPONSE:
                raise h11.RemoteProtocolError("Server disconnected without sending a response.")
            self._protocol.receive_data(data)
        return event

    def _received(self, deadline: Deadline) -> bytes:
        while True:
            self._socket.settimeout(deadline.left())
            try:
                return self._socket.recv(READ)
            except TimeoutError:  # of the socket's own clock, which went on where the harness stood still
                continue


def _connected(origin: Origin, deadline: Deadline) -> socket.socket:
    left = deadline.left()
    try:
        plain = socket.create_connection((origin.host, origin.port), min(CONNECT_SECONDS, left))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return plain if origin.scheme == "http" else _secured(plain, origin.host, deadline)
    except TimeoutError:
        if left <= CONNECT_SECONDS:
            raise
        raise NoAnswer("ConnectTimeout", nobody_there=True) from None
    except (socket.gaierror, ssl.SSLError) as failed:
        raise NoAnswer(str(failed), nobody_there=True) from failed
    except OSError as failed:
        raise NoAnswer("All connection attempts failed", nobody_there=True) from failed


def _secured(plain: socket.socket, host: str, deadline: Deadline) -> ssl.SSLSocket:
    try:
        plain.settimeout(min(CONNECT_SECONDS, deadline.left()))
        return _trusted().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


@cache
def _trusted() -> ssl.SSLContext:
    """Load the system's certificates once: it takes longer than a call does."""
    return httpx.create_ssl_context()
