"""What connections without a request brought, and which of many are written down."""

import asyncio
import socket
from contextlib import suppress
from http.client import HTTPResponse
from threading import Event, Semaphore

import pytest
from starlette.responses import PlainTextResponse

from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.mockkit.host import Host
from cpcs_harness.mockkit.http_server import HttpService
from cpcs_harness.mockkit.silent import EACH, KEPT, Silent, brought_by


@pytest.mark.parametrize(
    ("first", "brought"),
    [
        (b"", "nothing"),
        (b"\x16\x03\x01\x02\x00\x01", "tls"),
        (b"PO", "unfinished"),
        (b"GET /Patient/9991410546", "unfinished"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", "unfinished"),
        (b"Ann Lee, 9991410546\r\n", "bytes"),
        (b"GET ready\r\n", "bytes"),
        (b"\x30\x0c\x02\x01\x01\x60\x07", "bytes"),
        (b"get / HTTP/1.1\r\n", "bytes"),
    ],
)
def test_what_came_is_told_apart(first, brought):
    assert brought_by(first) == brought


def test_of_a_thousand_a_few_are_written_down():
    noted = []
    silent = Silent("pds", noted.append)
    for _ in range(1000):
        silent.ended(b"")
        silent.ended(b"x" * 10_000)

    assert len(noted) < 60
    for brought in ("nothing", "bytes"):
        counts = [one.count for one in noted if one.brought == brought]
        assert counts == [*range(1, EACH + 1), 32, 64, 128, 256, 512]
    assert max(len(one.first) for one in noted) == KEPT


class Bell(HttpService):
    service = "bell"

    async def __call__(self, scope, receive, send):
        await PlainTextResponse("ding")(scope, receive, send)


@pytest.fixture
def brought(world):
    """Send bytes over a connection of its own, and have it closed; gives what was written down."""
    host = Host()
    port = host.serve(Bell(world))

    def brought(*contents):
        for content in contents:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                connection.sendall(content)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(4096):
                    pass
        host.close()
        world.recorder.log.flush()
        told = Evidence.load(world.recorder.log.path.parent).of_kind("connection")
        return [(one["data"]["brought"], one["data"]["first"]) for one in told]

    yield brought
    host.close()


def test_a_connection_without_a_request_is_recorded_with_what_came(brought):
    assert brought(b"", b"Ann Lee\n\xff") == [("nothing", ""), ("bytes", "Ann Lee\n\xff")]


def test_a_connection_with_a_request_is_not(brought):
    assert brought(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"GET / HT") == [
        ("unfinished", "GET / HT")
    ]


ASKED = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


CLOSES = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POSTS = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"


@pytest.mark.parametrize(
    ("pieces", "told"),
    [
        ((CLOSES + b"Ann Lee",), [("bytes", "Ann Lee")]),
        ((CLOSES + b"GET /ann-lee HTTP/1.1\r\n\r\n",), [("unfinished", "GET /ann-lee HTTP/1.1\r\n\r\n")]),
        ((CLOSES + b"\r\n",), []),
        ((b"GET / HTTP/1.0\r\n\r\nAnn Lee",), [("bytes", "Ann Lee")]),
        ((CLOSES, b"Ann ", b"Lee"), [("bytes", "Ann Lee")]),
        ((ASKED, b"GET /ann-lee HT"), [("unfinished", "GET /ann-lee HT")]),
        ((POSTS, b"abcGET /ann-lee HT"), [("unfinished", "GET /ann-lee HT")]),
        ((POSTS, b"abc"), []),
        ((POSTS, b"abc", ASKED), []),
        ((CLOSES, b"x" * 3000), [("bytes", "x" * KEPT)]),
    ],
)  # fmt: skip
def test_what_comes_while_an_answer_is_under_way_is_recorded_and_the_answer_goes_out(world, pieces, told):
    """Each piece but the last is waited for: what came with it is in the mock's hands."""
    came, answers = Semaphore(0), Event()

    class Waits(HttpService):
        service = "waits"

        async def __call__(self, scope, receive, send):
            while not answers.is_set():
                await asyncio.sleep(0.005)
            await PlainTextResponse("ding")(scope, receive, send)

    server = Waits(world)
    bound = server._server._protocol
    took = bound.data_received
    bound.data_received = lambda self, data: (took(self, data), came.release())
    host = Host()
    try:
        port = host.serve(server)
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            for piece in pieces:
                connection.sendall(piece)
                assert came.acquire(timeout=10), f"the mock was given nothing of {piece!r} within 10 s"
            answers.set()
            answer = HTTPResponse(connection)
            answer.begin()
            said = answer.status, answer.read()
    finally:
        host.close()
    world.recorder.log.flush()
    recorded = Evidence.load(world.recorder.log.path.parent).of_kind("connection")
    assert [(one["data"]["brought"], one["data"]["first"]) for one in recorded] == told
    assert said == (200, b"ding")


def test_what_came_after_the_end_and_nobody_had_read_is_recorded(world):
    """It comes when the answer has been given, and before the connection is closed."""

    class Slow(HttpService):
        service = "slow"

        async def __call__(self, scope, receive, send):
            transport = send.__self__.transport
            transport.pause_reading()  # from here on it stays with the operating system
            asked.set()
            while not sent.is_set():
                await asyncio.sleep(0.005)
            await PlainTextResponse("ding")(scope, receive, send)

    asked, sent, host = Event(), Event(), Host()
    try:
        with socket.create_connection(("127.0.0.1", host.serve(Slow(world))), timeout=10) as connection:
            connection.sendall(CLOSES)
            assert asked.wait(10), "the request did not come within 10 s"
            connection.sendall(b"Ann Lee")
            sent.set()
            with suppress(ConnectionError):  # reset, since it was not read
                while connection.recv(4096):
                    pass
    finally:
        host.close()
    world.recorder.log.flush()
    told = Evidence.load(world.recorder.log.path.parent).of_kind("connection")
    assert [(one["data"]["brought"], one["data"]["first"]) for one in told] == [("bytes", "Ann Lee")]


def test_what_came_after_a_request_and_is_none_is_recorded_too(brought):
    whole = ASKED * 2, ASKED + b"\r\n"

    assert brought(*whole, ASKED + b"GET /ann-lee HT", ASKED + b"Ann Lee\r\n\r\n") == [
        ("unfinished", "GET /ann-lee HT"),
        ("bytes", "Ann Lee\r\n\r\n"),
    ]
