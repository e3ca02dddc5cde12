"""A loop that stands still is recorded, and reaches the journeys that are under way."""

import threading
import time

from cpcs_harness.evidence.events import Stall
from cpcs_harness.evidence.lateness import STALL_SECONDS
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.mockkit.host import Host
from cpcs_harness.mockkit.watchdog import watched

SECONDS = 10


def test_a_loop_that_is_held_up_is_recorded(world):
    host = Host()
    with watched(world, host.loop):
        for _ in range(2):  # the watch's first beat has come when the second is called
            host.loop.call_soon_threadsafe(threading.Event().wait, STALL_SECONDS + 0.3)
            host.call(_nothing(), SECONDS)
        deadline = time.monotonic() + SECONDS
        while not world.late and time.monotonic() < deadline:
            host.call(_nothing(), SECONDS)
    host.close()

    world.recorder.log.flush()
    stalls = [event.data for event in Evidence.load(world.recorder.log.path.parent).of(Stall)]
    assert any(stall.where == "mocks" and stall.seconds >= STALL_SECONDS for stall in stalls), stalls
    assert any("the loop of the mocks stood still" in late.words for late in world.late), world.late


async def _nothing():
    return None
