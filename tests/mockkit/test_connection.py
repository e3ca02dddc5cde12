"""An answer goes out in one piece, whole, and before the connection is closed."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse, StreamingResponse

from cpcs_harness.mockkit.connection import at_once, is_closed


class Transport:
    """Notes what is done to it."""

    def __init__(self):
        self.done = []

    def write(self, data):
        if data:
            self.done.append(data)

    def close(self):
        self.done.append("closed")

    def get_extra_info(self, name):
        return name


class Cycle:
    """Writes as uvicorn does: head and body apart, by the transport that it holds, which it may close in the end."""

    def __init__(self, closes=False):
        self.transport = Transport()
        self.closes = closes

    async def send(self, message):
        assert self.transport.get_extra_info("socket") == "socket"
        if message["type"] == "http.response.start":
            self.transport.write(b"%d|" % message["status"])
            return
        self.transport.write(message["body"])
        if self.closes and not message.get("more_body"):
            self.transport.close()


def answered(response, cycle):
    async def receive():
        await asyncio.Event().wait()

    transport = cycle.transport
    asyncio.run(response({"type": "http"}, receive, at_once(cycle.send)))
    assert cycle.transport is transport
    return transport.done


def test_head_and_body_are_one_piece():
    assert answered(PlainTextResponse("text"), Cycle()) == [b"200|text"]


def test_what_is_written_goes_out_before_the_connection_is_closed():
    assert answered(PlainTextResponse("text"), Cycle(closes=True)) == [b"200|text", "closed"]


def test_what_comes_in_pieces_goes_out_as_it_comes():
    assert answered(StreamingResponse(iter(["one", "two"])), Cycle()) == [b"200|one", b"two"]


def test_where_there_is_no_connection_it_is_sent_all_the_same():
    sent = []

    async def send(message):
        sent.append(message["type"])

    asyncio.run(PlainTextResponse("text")({"type": "http"}, None, at_once(send)))
    assert sent == ["http.response.start", "http.response.body"]


def test_what_breaks_leaves_the_connection_as_it_was():
    cycle = Cycle()
    transport = cycle.transport

    async def breaks():
        sending = at_once(cycle.send)
        await sending({"type": "http.response.start", "status": 200})
        await sending({"type": "http.response.body"})

    with pytest.raises(KeyError):
        asyncio.run(breaks())
    assert cycle.transport is transport


def test_a_transport_that_has_forgotten_its_socket_is_closed():
    class Forgetful(Transport):
        def get_extra_info(self, name):
            raise AttributeError(name)

        def is_closing(self):
            return False

    assert is_closed(Forgetful())
