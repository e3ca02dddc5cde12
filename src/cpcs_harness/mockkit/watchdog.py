"""Records each stall of a run: of the process, and of the loop that answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cpcs_harness import stalls
from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import Stall
from cpcs_harness.evidence.lateness import late_stall
from cpcs_harness.mockkit.world import World

PROCESS, MOCKS = "process", "mocks"


@contextmanager
def watched(world: World, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Watch the process and a running loop until the end of the run."""
    beat = _LoopBeat(world)

    def stood_still(seconds: float) -> None:
        _record(world, PROCESS, seconds)

    stalls.begin(stood_still)
    loop.call_soon_threadsafe(beat.begin, loop)
    try:
        yield
    finally:
        beat.over = True
        stalls.end(stood_still)


class _LoopBeat:
    """Wants to be called at each beat by the loop that it watches."""

    def __init__(self, world: World) -> None:
        self.over = False
        self._world = world

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        due = loop.time() + stalls.PERIOD
        loop.call_at(due, self._beat, loop, due)

    def _beat(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        late = loop.time() - due
        if late > stalls.LEAST:
            _record(self._world, MOCKS, late)
        if not self.over:
            self.begin(loop)


def _record(world: World, where: str, seconds: float) -> None:
    with suppress(HarnessError):  # the run may have ended meanwhile
        world.recorder.write(Stall(where, round(seconds, 3)))
    late = late_stall(time.time(), seconds, where)
    if late is not None:
        world.late.append(late)
