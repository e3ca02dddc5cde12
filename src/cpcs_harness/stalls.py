"""Notices when this process stands still: stopped, starved of processor time, or asleep with its machine.

A deadline of the harness's own goes by `fair_now`, which leaves such seconds out: nobody is late for them.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

PERIOD = 0.05
"""Seconds from one beat of the watch to the next."""
LEAST = 0.25
"""Seconds; a shorter delay of a beat is how threads share an interpreter, and no stall."""

Tell = Callable[[float], None]
"""Told how many seconds were lost, as soon as a stall is over."""


def _seconds() -> float:
    """Give seconds that go on while the machine sleeps, where the system counts them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Watch:
    """One thread that wants to wake at each beat; how much later it wakes is what the process stood still."""

    def __init__(
        self, clock: Callable[[], float] = _seconds, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._told: list[Tell] = []
        self._running = False
        self._beat = clock()
        self._lost = 0.0

    def begin(self, tell: Tell) -> None:
        """Tell somebody of each stall from now on."""
        with self._lock:
            self._told.append(tell)
            if not self._running:
                self._beat, self._running = self._clock(), True
                threading.Thread(target=self._run, name="watch", daemon=True).start()

    def end(self, tell: Tell) -> None:
        """Tell them no more; who was not told is nobody's mistake."""
        with self._lock:
            self._told = [known for known in self._told if known != tell]

    def fair_now(self) -> float:
        """Give seconds of a clock that only moves forward, without those that were lost."""
        with self._lock:
            now = self._clock()
            late = now - self._beat - PERIOD if self._running else 0.0
            return now - self._lost - (late if late > LEAST else 0.0)

    def _run(self) -> None:
        while self._running:
            self._sleep(PERIOD)
            late, told = self._beaten()
            for tell in told if late else ():
                tell(late)

    def _beaten(self) -> tuple[float, list[Tell]]:
        """Take one beat in; gives how late it came, where that is a stall, and who is told."""
        with self._lock:
            now = self._clock()
            late = now - self._beat - PERIOD
            late = late if late > LEAST else 0.0
            self._beat, self._lost, self._running = now, self._lost + late, bool(self._told)
            return late, list(self._told)

    def forget(self) -> None:
        """Begin anew in a process that was forked: the thread is not there, and a lock may be held for ever."""
        self._lock = threading.Lock()
        self._told, self._running = [], False


_watch = Watch()
begin, end, fair_now = _watch.begin, _watch.end, _watch.fair_now
os.register_at_fork(after_in_child=_watch.forget)
