"""Who opens too many connections is told so, and those that are open go on."""

import asyncio
import socket
import ssl
import time
from functools import partial
from http.client import HTTPResponse
from queue import SimpleQueue
from threading import Event

import httpx
import pytest
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.mockkit import connections
from cpcs_harness.mockkit.host import Host
from cpcs_harness.mockkit.http_server import HttpService

DING = (200, "ding")


class Bell(HttpService):
    service = "bell"

    async def __call__(self, scope, receive, send):
        await PlainTextResponse("ding")(scope, receive, send)


@pytest.fixture
def port(world, monkeypatch):
    monkeypatch.setattr(connections, "MOST", 3)
    monkeypatch.setattr(connections, "MOST_TOLD", 5)
    host = Host()
    yield host.serve(Bell(world))
    host.close()


@pytest.fixture
def opened(port):
    """Gives a connection more."""
    sockets = []

    def opened():
        sockets.append(socket.create_connection(("127.0.0.1", port), timeout=10))
        return sockets[-1]

    yield opened
    for connection in sockets:
        connection.close()


def asked(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    answer = HTTPResponse(connection)
    answer.begin()
    return answer.status, answer.read().decode()


def test_a_connection_too_many_is_told_and_those_before_go_on(opened, world):
    first = [opened() for _ in range(3)]
    assert [asked(connection) for connection in first] == [DING] * 3

    for _ in range(2):
        status, why = asked(opened())
        assert status == 503
        assert "connections are open to this service at once" in why
    assert asked(first[0]) == DING

    world.recorder.log.flush()
    told = Evidence.load(world.recorder.log.path.parent).of_kind("connections_refused")
    assert [event["data"] for event in told] == [{"service": "bell", "most": 3}]


def test_connections_far_too_many_are_told_and_closed_without_a_request(opened):
    held = [opened() for _ in range(5)]
    further = opened()

    assert further.recv(4096).startswith(b"HTTP/1.1 503 ")
    assert further.recv(4096) == b""
    assert asked(held[0]) == DING


def test_a_place_is_free_again_when_a_connection_is_closed(opened, port):
    for connection in [opened() for _ in range(3)]:
        asked(connection)
        connection.shutdown(socket.SHUT_RDWR)
        assert connection.recv(10) == b""

    assert httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).text == "ding"


BYTES = 40_000_000
"""More than an operating system holds for somebody who does not read."""


class Peal(HttpService):
    """Rings for a long time, in one piece or in many."""

    service = "peal"

    async def __call__(self, scope, receive, send):
        piece = b"ding" * 10_000
        pieces = BYTES // len(piece)
        whole = scope["path"] == "/whole"
        answer = Response(piece * pieces) if whole else StreamingResponse(each(piece, pieces))
        await answer(scope, receive, send)


async def each(piece, pieces):
    for _ in range(pieces):
        yield piece


@pytest.fixture(params=["http", "https"])
def peal(world, monkeypatch, request):
    monkeypatch.setattr(connections, "READ_SECONDS", 0.3)
    monkeypatch.setattr(Peal, "scheme", f"{request.param}://")
    host = Host()
    yield host.serve(Peal(world)), world.environment.ca_pem if request.param == "https" else None
    host.close()


def connected(port, ca):
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    if ca is None:
        return connection
    return ssl.create_default_context(cadata=ca).wrap_socket(connection, server_hostname="127.0.0.1")


@pytest.mark.parametrize("path", ["whole", "pieces"])
@pytest.mark.parametrize("ends", ["close", "keep-alive"])
def test_whoever_does_not_read_an_answer_loses_the_connection_and_is_told(world, peal, path, ends):
    with connected(*peal) as connection:
        connection.sendall(f"GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: {ends}\r\n\r\n".encode())
        told = until_told(world, "answer_unread")
        with pytest.raises(OSError):  # what had not gone out is lost
            read_whole(connection)

    assert [event["data"]["service"] for event in told] == ["peal"]
    assert 0 < told[0]["data"]["left"] <= BYTES


def test_whoever_reads_slowly_and_at_last_to_the_end_is_not_cut(world, peal, monkeypatch):
    monkeypatch.setattr(connections, "READ_SECONDS", 10)
    with connected(*peal) as connection:
        connection.sendall(b"GET /whole HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.recv(1000)
        answer = read_whole(connection)

    assert answer > BYTES - 1000
    world.recorder.log.flush()
    assert Evidence.load(world.recorder.log.path.parent).of_kind("answer_unread") == []


class Rung:
    """An alarm that rings when it is told to."""

    def __init__(self, seconds, ring):
        self.ring, self.loop = ring, asyncio.get_running_loop()
        if seconds == connections.READ_SECONDS:
            WAITING.put(self)

    def cancel(self):
        pass


WAITING = SimpleQueue()
"""Alarms that wait for a reader."""


def ring(meanwhile):
    """Ring the next alarm that waits for a reader, after something else was done."""
    alarm, done = WAITING.get(timeout=10), Event()
    meanwhile()
    alarm.loop.call_soon_threadsafe(lambda: (alarm.ring(), done.set()))
    assert done.wait(10), "the alarm has not rung within 10 s"


def test_whoever_takes_some_of_an_answer_is_given_time_for_the_rest(world, monkeypatch):
    left = [5]
    monkeypatch.setattr(connections, "READ_SECONDS", 61)
    monkeypatch.setattr(connections, "Alarm", Rung)
    monkeypatch.setattr(connections, "unsent", lambda transport: left[-1])
    host = Host()
    try:
        with socket.create_connection(("127.0.0.1", host.serve(Bell(world))), timeout=10) as connection:
            assert asked(connection) == DING
            for fewer in (4, 3):
                ring(partial(left.append, fewer))
                world.recorder.log.flush()
                assert Evidence.load(world.recorder.log.path.parent).of_kind("answer_unread") == []
            ring(lambda: None)
            (told,) = until_told(world, "answer_unread")
            assert connection.recv(10) == b""
    finally:
        host.close()

    assert told["data"] == {"service": "bell", "left": 3}


def read_whole(connection):
    """Give how many bytes came."""
    came = 0
    while came < BYTES - 1000:
        piece = connection.recv(1 << 20)
        if not piece:
            raise ConnectionError(f"the answer ended after {came} bytes")
        came += len(piece)
    return came


def until_told(world, kind):
    deadline, pause = time.monotonic() + 10, Event()
    while time.monotonic() < deadline:
        world.recorder.log.flush()
        told = Evidence.load(world.recorder.log.path.parent).of_kind(kind)
        if told:
            return told
        pause.wait(0.05)
    pytest.fail(f"no {kind} was recorded within 10 s")


def test_a_connection_that_asks_nothing_is_closed_in_time(world, monkeypatch):
    monkeypatch.setattr(connections, "ASK_SECONDS", 0.2)
    host = Host()
    try:
        with socket.create_connection(("127.0.0.1", host.serve(Bell(world))), timeout=10) as connection:
            assert connection.recv(10) == b""
        told = until_told(world, "connection")
    finally:
        host.close()

    assert [(event["data"]["service"], event["data"]["brought"]) for event in told] == [("bell", "nothing")]
