"""Who opens too many connections is told so, and those that are open go on."""

import socket
from http.client import HTTPResponse

import httpx
import pytest
from starlette.responses import PlainTextResponse

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
