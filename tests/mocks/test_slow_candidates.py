"""A candidate that answers slowly, or asks in drips, keeps nobody else on the same nation waiting."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit.sender import Channel, Owner, Sender, called

SECONDS = 20
"""Within which everything here has to happen, however busy the machine is."""
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nding"


class Candidate(threading.Thread):
    """Takes one request, and answers it but for the last byte, which waits for an event."""

    def __init__(self):
        super().__init__(daemon=True)
        self.asked, self.ends, self.listener = (
            threading.Event(),
            threading.Event(),
            socket.create_server(("", 0)),
        )
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"

    def run(self):
        connection, _ = self.listener.accept()
        with connection:
            assert connection.recv(65536)
            self.asked.set()
            connection.sendall(ANSWER[:-1])
            assert self.ends.wait(SECONDS), "nobody let the answer end"
            connection.sendall(ANSWER[-1:])


@pytest.fixture
def candidate():
    """Gives a candidate more, which listens."""
    made = []

    def candidate():
        made.append(Candidate())
        made[-1].start()
        return made[-1]

    yield candidate
    for each in made:
        each.ends.set()
        each.listener.close()


@pytest.fixture
def send(world):
    """Sends a message to a candidate, as those do who refer to it; gives the status of its answer."""

    def send(to):
        channel = Channel("nhs111", "http", "published", "")
        request = Side({"method": "POST", "target": to.url}, [], b"a report")
        back = Sender(world).sent(
            channel,
            "send_report",
            request,
            lambda: called("POST", to.url, {}, b"a report", seconds=SECONDS),
            Owner("one"),
        )
        return back.status

    return send


@pytest.fixture
def dripping(world, nation):
    """Connections to a mock, over each of which half a request came."""
    address = world.addresses["mys"].removeprefix("http://").split(":")
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n"
    connections = [socket.create_connection((address[0], int(address[1])), SECONDS) for _ in range(20)]
    for connection in connections:
        connection.sendall(head + b"x" * 1000)
    yield
    for connection in connections:
        connection.close()


def test_others_are_sent_to_and_answered_while_one_drips(candidate, send, dripping, world, seen):
    slow, others = candidate(), [candidate() for _ in range(5)]
    with ThreadPoolExecutor(1 + len(others)) as pool:
        kept = pool.submit(send, slow)
        assert slow.asked.wait(SECONDS), "the slow candidate was never sent to"

        sent = [pool.submit(send, other) for other in others]
        for other in others:
            assert other.asked.wait(SECONDS), "another candidate waited for the slow one"
            other.ends.set()
        assert [each.result(SECONDS) for each in sent] == [200] * len(others)
        for service in ("eps", "mys", "dos"):
            assert httpx.get(f"{world.addresses[service]}/", timeout=SECONDS).status_code < 500

        assert not kept.done()
        slow.ends.set()
        assert kept.result(SECONDS) == 200
