"""A deadline leaves out the time in which this process stood still; without that it is one like any other."""

import asyncio

import pytest

from cpcs_harness.mockkit import alarm
from cpcs_harness.mockkit.alarm import Alarm, fair_timeout

SECONDS = 10


class Clock:
    """Seconds as they count for a deadline: real ones, without those that were lost."""

    def __init__(self, loop):
        self.loop, self.lost = loop, 0.0

    def now(self):
        return self.loop.time() - self.lost


@pytest.fixture
def clock(monkeypatch):
    """Put a clock in place of the process's own; it begins within a running loop."""
    held = []

    def begin():
        held.append(Clock(asyncio.get_running_loop()))
        monkeypatch.setattr(alarm, "fair_now", held[0].now)
        return held[0]

    return begin


def test_what_takes_too_long_is_ended(clock):
    async def waits():
        clock()
        async with fair_timeout(0.01):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(waits(), SECONDS))


def test_what_is_done_in_time_is_not():
    async def works():
        async with fair_timeout(SECONDS):
            await asyncio.sleep(0)
        return "done"

    assert asyncio.run(works()) == "done"


def test_time_that_was_lost_is_given_back(clock):
    async def stands_still():
        lost, rung = clock(), []
        watch = Alarm(0.01, lambda: rung.append(lost.now()))
        lost.lost = 0.05
        begun = lost.loop.time()
        while not rung:
            assert lost.loop.time() < begun + SECONDS, "the alarm never rang"
            await asyncio.sleep(0.005)
        watch.cancel()
        return lost.loop.time() - begun

    assert asyncio.run(stands_still()) >= 0.05


def test_what_came_while_the_process_stood_still_is_taken(clock):
    async def comes_at_once():
        lost, came = clock(), asyncio.Event()
        async with fair_timeout(0.01):
            lost.lost = 30.0  # as after a stop: the timer is due, and so is what came
            lost.loop.call_later(0.05, came.set)
            await came.wait()
        return "taken"

    assert asyncio.run(asyncio.wait_for(comes_at_once(), SECONDS)) == "taken"


def test_a_cancelled_alarm_does_not_ring():
    async def cancelled():
        rung = asyncio.Event()
        Alarm(0.0, rung.set).cancel()
        await asyncio.sleep(0.02)
        return rung.is_set()

    assert asyncio.run(cancelled()) is False
