"""Each mock counts by itself what it takes: what is answered, dropped on purpose, under way, and not what broke."""

import socket
import threading

import httpx
import pytest
from starlette.responses import PlainTextResponse

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.mockkit.host import Host
from cpcs_harness.mockkit.mock import Mock
from cpcs_harness.mockkit.sender import Channel, Owner, Sender
from cpcs_harness.mockkit.tally import Tally


class Bell(Mock):
    service = "bell"

    def __init__(self, world):
        super().__init__(world)
        self.route("GET", "/ring", lambda _: PlainTextResponse("ding"), operation="ring", source="a test")
        self.route("GET", "/crack", lambda _: 1 / 0, operation="crack", source="a test")


@pytest.fixture
def bell(world):
    host = Host()
    yield f"http://127.0.0.1:{host.serve(Bell(world))}"
    host.close()


def test_whatever_a_mock_answers_is_counted_as_often_as_it_is_written(world, bell, exchanges):
    with httpx.Client(trust_env=False) as client:
        for path in ("/ring", "/ring", "/nowhere", "/crack"):
            client.get(f"{bell}{path}")
        client.post(f"{bell}/ring", content=b"x" * 100_000)
        world.faults.plan(Fault("silence", "bell", "ring", drop=True))
        with pytest.raises(httpx.TransportError):
            client.get(f"{bell}/ring")

    assert world.tally.counts().taken == {"bell": 6}
    assert len(exchanges()) == 6


def test_what_is_only_begun_is_under_way(world, bell, exchanges):
    with socket.create_connection(bell.removeprefix("http://").split(":"), timeout=20) as half:
        half.sendall(b"POST /ring HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n")
        assert b" 100 " in half.recv(100)  # it is being read
        assert world.tally.counts().under_way == {"bell": 1}
        assert (world.tally.counts().taken, exchanges()) == ({}, [])

        half.sendall(b"0123456789")
        assert b" 404 " in half.recv(1000)
    assert (world.tally.counts().taken, world.tally.counts().under_way) == ({"bell": 1}, {})


def test_what_is_sent_is_counted_by_its_channel_and_what_broke_is_not(world, exchanges):
    sender, channel = Sender(world), Channel("post", "smtp", Certainty.INFERRED, "a test")

    sender.sent(channel, "send", Side({}), lambda: Side({"status": 250}), Owner("journey-1"))
    with pytest.raises(ZeroDivisionError):
        sender.sent(channel, "send", Side({}), lambda: 1 / 0, Owner("journey-1"))

    assert (world.tally.counts().taken, world.tally.counts().under_way) == ({"post": 1}, {})
    assert len(exchanges()) == 1


def test_threads_lose_none():
    tally = Tally()

    def count():
        for _ in range(500):
            with tally.request("bell"):
                pass

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tally.counts().taken == {"bell": 4000}
