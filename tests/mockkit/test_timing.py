"""When an answer was written out is recorded, and whether anybody was left to read it."""

import asyncio
import socket
import threading
import time

import httpx
import pytest
from starlette.responses import PlainTextResponse

from cpcs_harness.evidence.events import Answered, Exchange
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.views.run import RunView
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.mockkit.host import Host
from cpcs_harness.mockkit.mock import Mock
from cpcs_harness.mockkit.timing import Timing

SECONDS = 10


class Gate(Mock):
    """Answers when it is let."""

    service = "gate"

    def __init__(self, world):
        super().__init__(world)
        self.asked, self.let = threading.Event(), threading.Event()
        self.route("GET", "/", self.wait, operation="wait", source="a test")
        self.route("POST", "/", self.wait, operation="wait", source="a test")

    async def wait(self, _call):
        self.asked.set()
        await asyncio.to_thread(self.let.wait, SECONDS)
        return PlainTextResponse("through")


@pytest.fixture
def gate(world):
    mock, host = Gate(world), Host()
    mock.port = host.serve(mock)
    yield mock
    mock.let.set()
    host.close()


def sent(gate, text):
    connection = socket.create_connection(("127.0.0.1", gate.port), timeout=SECONDS)
    connection.sendall(text)
    return connection


def recorded(world, kind, count=1):
    """Wait for so many events of a kind; gives the run's evidence."""
    deadline = time.monotonic() + SECONDS
    while True:
        world.recorder.log.flush()
        evidence = Evidence.load(world.recorder.log.path.parent)
        if len(evidence.of(kind)) >= count:
            return evidence
        assert time.monotonic() < deadline, f"only these came: {[line['kind'] for line in evidence.events]}"


def test_an_answer_that_is_read_is_written_to_somebody(gate, world):
    gate.let.set()
    httpx.get(f"http://127.0.0.1:{gate.port}/")

    evidence = recorded(world, Answered)
    answered, exchange = evidence.of(Answered)[0].data, evidence.of(Exchange)[0]
    assert (answered.exchange, answered.gone) == (exchange.id, False)
    assert 0 <= answered.read_ms <= exchange.data.elapsed_ms <= answered.written_ms
    assert RunView(evidence).calls[0].response.status == 200


def test_who_left_before_the_answer_saw_none(gate, world):
    connection = sent(gate, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert gate.asked.wait(SECONDS), "the request did not arrive"
    connection.close()
    gate.let.set()

    evidence = recorded(world, Answered)
    call = RunView(evidence).calls[0]
    assert evidence.of(Answered)[0].data.gone
    assert evidence.of(Exchange)[0].data.response.start["status"] == 200
    assert (call.gone, call.response.status, call.response.body) == (True, 0, b"")


def test_a_body_that_came_whole_counts_though_its_sender_left_at_once(gate, world):
    gate.let.set()
    sent(gate, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello").close()

    evidence = recorded(world, Exchange)
    assert RunView(evidence).calls[0].request.body == b"hello"


@pytest.mark.parametrize(("delay", "planned_ms"), [(None, None), (0.0, 0.0), (0.05, 50.0)])
def test_what_a_planned_fault_held_the_answer_back_is_told_apart(gate, world, delay, planned_ms):
    gate.let.set()
    if delay is not None:
        world.faults.plan(Fault("slow", "gate", "wait", delay=delay))
    httpx.get(f"http://127.0.0.1:{gate.port}/")

    answered = recorded(world, Answered).of(Answered)[0].data
    assert answered.planned_ms == planned_ms
    assert answered.written_ms - answered.read_ms >= (planned_ms or 0.0)
    assert answered.seconds == pytest.approx(
        (answered.written_ms - answered.read_ms - (planned_ms or 0.0)) / 1000
    )


def test_what_a_request_waited_for_its_turn_counts_as_the_answers(world):
    timing = Timing()
    timing.is_read(waited=1.5)
    timing.written(world, "e1", None, gone=False)

    assert recorded(world, Answered).of(Answered)[0].data.seconds >= 1.5
    assert [late.words for late in world.late] == ["the harness answered e1 after 1.5 s"]


def test_nothing_is_said_of_a_request_that_was_cut_off(gate, world):
    gate.let.set()
    sent(gate, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nhel").close()

    evidence = recorded(world, Exchange)
    exchange = evidence.of(Exchange)[0].data
    assert exchange.is_cut_off
    assert exchange.response.start == {"dropped": True}
    assert RunView(evidence).calls == []
