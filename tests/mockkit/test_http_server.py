"""A server ends when it is told to: what is under way is answered first, and who only keeps a connection is let go."""

import asyncio
import ssl
from contextlib import suppress
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from cpcs_harness.mockkit.http_server import HttpServer
from cpcs_harness.mockkit.tls import server_context
from cpcs_harness.people.environment import make_environment

SECONDS = 10
LONG = 50_000_000
"""Octets: more than the buffers of a connection take in."""
REQUEST = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"


async def answers(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer at once."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def test_a_kept_connection_is_let_go() -> None:
    """Where nothing is under way, who is connected reads the end."""
    asyncio.run(_end_beside_a_kept_connection())


async def _end_beside_a_kept_connection() -> None:
    server = HttpServer("a test", answers)
    reader, writer = await asyncio.open_connection("127.0.0.1", await server.start("127.0.0.1", 0))
    writer.write(REQUEST)
    await asyncio.wait_for(reader.readuntil(b"ok"), SECONDS)
    await asyncio.wait_for(server.stop(), SECONDS)
    assert await asyncio.wait_for(reader.read(), SECONDS) == b""
    writer.close()


def test_a_kept_connection_over_tls_is_let_go_at_once(caplog: pytest.LogCaptureFixture) -> None:
    """Its client, which says no good-bye, is not waited for."""
    asyncio.run(_end_beside_a_kept_connection_over_tls())
    assert "graceful shutdown exceeded" not in caplog.text


async def _end_beside_a_kept_connection_over_tls() -> None:
    environment = make_environment(1)
    server = HttpServer("a test", answers, tls=server_context(environment.server_pem))
    trusting = ssl.create_default_context(cadata=environment.ca_pem)
    port = await server.start("127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
    writer.write(REQUEST)
    await asyncio.wait_for(reader.readuntil(b"ok"), SECONDS)
    writer.transport.pause_reading()  # it reads no end either
    await asyncio.wait_for(server.stop(), SECONDS)
    writer.transport.abort()


def test_what_is_under_way_is_answered() -> None:
    """A request that came before the end has its answer."""
    asyncio.run(_end_beside_a_request())


async def _end_beside_a_request() -> None:
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def waits(scope: Scope, receive: Receive, send: Send) -> None:
        begun.set()
        await goes_on.wait()
        await answers(scope, receive, send)

    server = HttpServer("a test", waits)
    reader, writer = await asyncio.open_connection("127.0.0.1", await server.start("127.0.0.1", 0))
    writer.write(REQUEST)
    await asyncio.wait_for(begun.wait(), SECONDS)
    stopping = asyncio.create_task(server.stop())
    await asyncio.sleep(0)
    goes_on.set()
    assert (await asyncio.wait_for(reader.read(), SECONDS)).endswith(b"ok")
    await asyncio.wait_for(stopping, SECONDS)
    writer.close()


@pytest.mark.parametrize(
    "piece", [b"X-More: " + b"x" * 1000 + b"\r\n", b"x" * 1000], ids=["many", "one that is long"]
)
def test_headers_without_end_are_refused_and_the_connection_is_closed(piece: bytes) -> None:
    """Who sends header upon header, or one that never ends, is read no further; others are answered."""
    asyncio.run(_headers_without_end(piece))


async def _headers_without_end(piece: bytes) -> None:
    server = HttpServer("a test", answers)
    port = await server.start("127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nhost: localhost\r\nX-First: ")
    other, asking = await asyncio.open_connection("127.0.0.1", port)
    asking.write(REQUEST)
    await asyncio.wait_for(other.readuntil(b"ok"), SECONDS)
    async with asyncio.timeout(SECONDS):
        with suppress(ConnectionError):  # a close that comes while something is on its way
            while not reader.at_eof():
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            assert b" 400 " in await reader.read()
    for end in (writer, asking):
        end.transport.abort()
    await asyncio.wait_for(server.stop(), SECONDS)


def test_who_does_not_read_the_answer_is_cut() -> None:
    """A connection that outlasts the wait is closed, and left to nobody."""
    asyncio.run(_end_beside_one_who_does_not_read())


async def _end_beside_one_who_does_not_read() -> None:
    begun: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def answers_at_length(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        begun.set_result(send.__self__.transport.get_extra_info("socket"))  # type: ignore[attr-defined] # uvicorn's
        await send({"type": "http.response.body", "body": bytes(LONG)})

    server = HttpServer("a test", answers_at_length)
    _, writer = await asyncio.open_connection("127.0.0.1", await server.start("127.0.0.1", 0))
    writer.transport.pause_reading()
    writer.write(REQUEST)
    served = await asyncio.wait_for(begun, SECONDS)
    assert served.fileno() >= 0
    await asyncio.wait_for(server.stop(), SECONDS)
    assert served.fileno() == -1
    writer.transport.abort()
