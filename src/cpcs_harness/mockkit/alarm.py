"""Deadlines of an event loop for others, which leave out the time in which this process itself stood still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from cpcs_harness.stalls import fair_now


class Alarm:
    """Does something in the running loop when so many seconds have passed, unless it is cancelled before."""

    def __init__(self, seconds: float, ring: Callable[[], None]) -> None:
        self._loop, self._ring = asyncio.get_running_loop(), ring
        self._deadline = fair_now() + seconds
        self._handle = self._loop.call_later(seconds, self._look)

    def cancel(self) -> None:
        """Do nothing any more."""
        self._handle.cancel()

    def _look(self) -> None:
        """Ring, or where the process stood still wait for the rest: what came meanwhile is taken in first."""
        left = self._deadline - fair_now()
        if left > 0:
            self._handle = self._loop.call_later(left, self._look)
        else:
            self._ring()


@asynccontextmanager
async def fair_timeout(seconds: float) -> AsyncIterator[None]:
    """Raise TimeoutError where what is done within takes longer, beside the time in which the process stood still."""
    async with asyncio.timeout(None) as limit:
        alarm = Alarm(seconds, lambda: limit.reschedule(0.0))
        try:
            yield
        finally:
            alarm.cancel()
