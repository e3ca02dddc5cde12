"""Whatever comes over a connection to a mock ends in a bounded time, is answered or shut out, and holds nobody up."""

import select
import socket
import time

import pytest
from starlette.responses import PlainTextResponse

from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.mockkit import connections
from cpcs_harness.mockkit.call import MAX_REQUEST
from cpcs_harness.mockkit.host import Host
from cpcs_harness.mockkit.intake import Intake, Patience
from cpcs_harness.mockkit.mock import Mock

SECONDS = 30
"""That a test waits at most; what had come by then is in its message."""
HEAD = b"POST /ring HTTP/1.1\r\nHost: x\r\n"
LATE = b" 408 "
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


class Bell(Mock):
    service = "bell"

    def __init__(self, world):
        super().__init__(world)
        for method in ("GET", "POST"):
            self.route(
                method, "/ring", lambda _: PlainTextResponse("ding"), operation="ring", source="a test"
            )


@pytest.fixture
def port(world, monkeypatch, request):
    """A mock that waits for headers, and where that is tried for a body, a fraction of a second; gives its port."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    _, due = HOSTILE.get(request.node.name.partition("[")[2].removesuffix("]"), (None, b""))
    world.intake = Intake(patience=Patience(0.3, 3.0, 5.0) if due == LATE else Patience(*[SECONDS] * 3))
    host = Host()
    yield host.serve(Bell(world))
    host.close()


def once(*pieces):
    """Send this, and no more."""
    return lambda: iter(pieces)


def without_end(first, piece):
    """Send a piece again and again, for as long as it is taken."""

    def pieces():
        yield first
        while True:
            yield piece

    return pieces


def said_to(port, pieces):
    """Send pieces until the mock has closed the connection; gives what it said."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        said, deadline = b"", time.monotonic() + SECONDS
        left = pieces()
        while time.monotonic() < deadline:
            piece = next(left, None)
            try:
                if piece is not None:
                    connection.sendall(piece)
                pause = SECONDS if piece is None else 0.02 if len(piece) < 100 else 0
                ready, _, _ = select.select([connection], [], [], pause)
                came = connection.recv(65536) if ready else None
            except OSError:  # it was reset: what had not been read is lost
                return said
            if came == b"":
                return said
            said += came or b""
        pytest.fail(f"the connection is open after {SECONDS} s; it has said {said[:200]!r}")


HOSTILE = {
    "headers that drip": (without_end(b"GET /ring HTTP/1.1\r\nX: ", b"x"), LATE),
    "a first line that drips": (without_end(b"GET /", b"r"), LATE),
    "headers that stop": (once(b"GET /ring HTTP/1.1\r\nHost: x\r\n"), LATE),
    "headers of a second request that stop": (once(b"GET /ring HTTP/1.1\r\nHost: x\r\n\r\nGET /"), LATE),
    "one header without end": (without_end(b"GET /ring HTTP/1.1\r\nX: ", b"x" * 65536), b""),
    "header upon header": (without_end(b"GET /ring HTTP/1.1\r\n", b"X: y\r\n" * 8192), b""),
    "a first line without end": (without_end(b"GET /", b"r" * 65536), b""),
    "a body that drips": (without_end(HEAD + b"Content-Length: 1000\r\n\r\n", b"x"), LATE),
    "a body that stops": (once(HEAD + b"Content-Length: 10\r\n\r\nabc"), LATE),
    "a body that never begins": (once(HEAD + b"Content-Length: 10\r\n\r\n"), LATE),
    "chunks that drip": (without_end(CHUNKED, b"1\r\nx\r\n"), LATE),
    "chunks without end": (without_end(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"), b" 413 "),
    "the extension of a chunk without end": (without_end(CHUNKED + b"1;", b"x" * 65536), b""),
    "trailers without end": (without_end(CHUNKED + b"0\r\n", b"X: y\r\n" * 8192), b""),
    "a chunk that says it is a terabyte": (once(CHUNKED + b"10000000000\r\nabc"), LATE),
    "a chunk whose size is no number": (once(CHUNKED + b"zz\r\nabc\r\n"), b""),
    "a body that says it is a terabyte": (once(HEAD + b"Content-Length: 1000000000000\r\n\r\nabc"), LATE),
    "a length of five thousand digits": (once(HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n"), b" 4"),
    "a length below nought": (once(HEAD + b"Content-Length: -1\r\n\r\n"), b" 400 "),
    "two lengths that differ": (once(HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), b" 400 "),
    "a length beside chunks": (
        once(HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"GET / HTTP/1.1\r\n"),
        b" 4",
    ),
    "a header that goes on in a further line": (once(b"GET /ring HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n"), b" 4"),
    "a line end within a header": (once(b"GET /ring HTTP/1.1\r\nHost: x\r\nX: a\rY: b\r\n\r\n"), b" 400 "),
    "a nought within a header": (once(b"GET /ring HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n"), b" 400 "),
    "no host": (once(b"GET /ring HTTP/1.1\r\n\r\n"), b" 400 "),
    "the beginning of TLS": (once(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc" + b"\0" * 40 + b"\r\n\r\n"), b" 400 "),
    "bytes of no meaning": (once(bytes(range(256)) + b"\r\n\r\n"), b" 400 "),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_connection_of_any_kind_ends_and_others_are_answered(port, world, name):
    pieces, due = HOSTILE[name]

    said = said_to(port, pieces)

    assert due in said, said[:300]
    assert asked(port).endswith(b"ding")
    world.recorder.log.flush()
    held = Evidence.load(world.recorder.log.path.parent).of_kind("exchange")
    assert all(
        event["data"]["request"]["body"]["bytes"] <= MAX_REQUEST + 65536
        for event in held
        if event["data"]["request"]["body"]
    )


def asked(port):
    return said_to(port, once(b"GET /ring HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))


def test_many_who_drip_are_told_and_leave_room(port, monkeypatch):
    """As many as a mock serves at once."""
    monkeypatch.setattr(connections, "MOST", 20)
    dripping = [socket.create_connection(("127.0.0.1", port), timeout=SECONDS) for _ in range(20)]
    for connection in dripping:
        connection.sendall(b"GET /")
    for connection in dripping:
        with connection:
            assert b" 408 " in connection.recv(4096)
            assert connection.recv(4096) == b""

    assert asked(port).endswith(b"ding")


def test_headers_that_are_only_slow_are_taken(port, monkeypatch):
    monkeypatch.setattr(connections, "HEAD_SECONDS", SECONDS)
    pieces = [bytes([one]) for one in b"GET /ring HTTP/1.1\r\nConnection: close\r\nHost: x\r\n\r\n"]

    assert said_to(port, once(*pieces)).endswith(b"ding")
