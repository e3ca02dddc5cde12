"""TLS handshakes that come to nothing are told of, with what came in place of one."""

import queue
import socket
import ssl

import pytest
from starlette.responses import PlainTextResponse

from cpcs_harness.mockkit.host import Host
from cpcs_harness.mockkit.http_server import HttpService

SECONDS = 10


class Bell(HttpService):
    service = "bell"
    scheme = "https://"

    async def __call__(self, scope, receive, send):
        await PlainTextResponse("ding")(scope, receive, send)


@pytest.fixture
def bell(world):
    """Serve by HTTPS; gives the port, and what was noted."""
    noted = queue.Queue()
    service = Bell(world)
    service.world.recorder.write = noted.put
    host = Host()
    yield host.serve(service), noted, host
    host.close()


def brought(noted):
    one = noted.get(timeout=SECONDS)
    return one.brought, one.first


@pytest.mark.parametrize(
    ("content", "due"),
    [
        (b"seen 9991410546\n", ("bytes", "seen 9991410546\n")),
        (
            b"GET /Patient/9991410546 HTTP/1.1\r\n\r\n",
            ("unfinished", "GET /Patient/9991410546 HTTP/1.1\r\n\r\n"),
        ),
    ],
)
def test_what_is_no_tls_is_told_of_with_what_came(bell, content, due):
    port, noted, _ = bell
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.sendall(content)

    assert brought(noted) == due


@pytest.mark.parametrize(
    ("content", "due"),
    [(b"", ("nothing", "")), (b"\x16\x03\x01\x02\x00Ann Lee", ("tls", "\x16\x03\x01\x02\x00Ann Lee"))],
)
def test_whoever_goes_away_in_the_middle_is_told_of_at_the_end(bell, content, due):
    port, noted, host = bell
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.sendall(content)
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.sendall(b"later")
        first = brought(noted)
    host.close()

    assert {first, brought(noted)} == {("bytes", "later"), due}


def test_a_client_that_does_not_trust_the_certificate_is_told_of(bell):
    port, noted, _ = bell
    context = ssl.create_default_context()
    with (
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        context.wrap_socket(connection, server_hostname="localhost")

    kind, first = brought(noted)
    assert kind == "tls"
    assert "localhost" in first


def test_a_handshake_that_comes_to_an_end_is_not(bell, world):
    port, noted, _ = bell
    context = ssl.create_default_context(cadata=world.environment.ca_pem)
    with (
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection,
        context.wrap_socket(connection, server_hostname="localhost") as secured,
    ):
        secured.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        while secured.recv(4096):
            pass
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.sendall(b"later")

    assert brought(noted) == ("bytes", "later")


def test_who_is_in_the_middle_when_the_host_closes_is_cut(bell):
    port, noted, host = bell
    with (
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as waiting,
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as later,
    ):
        waiting.sendall(b"\x16\x03\x01\x02\x00Ann")
        later.sendall(b"later")
        assert brought(noted) == ("bytes", "later")
        host.close()

        assert waiting.recv(64) == b""
    assert brought(noted) == ("tls", "\x16\x03\x01\x02\x00Ann")
