"""A candidate that still waits for an answer when the run ends."""

import asyncio
import logging

import pytest

from cpcs_harness.mockkit.connection import cut
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.mockkit.mock import Mock


class Silent(Mock):
    service = "silent"


async def gone():
    return {"type": "http.disconnect"}


async def call(mock, receive):
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/x",
        "raw_path": b"/x",
        "query_string": b"",
        "headers": [],
    }

    async def send(_message):
        raise AssertionError("nobody is there to be answered")

    await mock(scope, receive, send)


def leaves():
    messages = [{"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"}]

    async def receive():
        return messages.pop(0) if len(messages) > 1 else messages[0]

    return receive


def test_who_leaves_after_the_run_has_ended_is_no_mistake_of_ours(world):
    world.faults.plan(Fault("hang", "silent", "*", delay=60, drop=True))
    world.recorder.log.close()

    asyncio.run(call(Silent(world), leaves()))


def test_a_connection_that_is_gone_already_is_cut_without_a_word(caplog):
    class Socket:
        def setsockopt(self, *_):
            raise OSError("Bad file descriptor")

    class Transport:
        aborted = False

        def get_extra_info(self, _name):
            return Socket()

        def abort(self):
            self.aborted = True

    class Cycle:
        transport = Transport()

        async def send(self, _message):
            pytest.fail("nothing is sent")

    cycle = Cycle()
    with caplog.at_level(logging.ERROR):
        asyncio.run(cut(gone, cycle.send))

    assert cycle.transport.aborted
    assert not caplog.records
