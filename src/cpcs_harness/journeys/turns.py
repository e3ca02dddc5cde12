"""Bounds how many journeys begin at once, and none that has begun: one that only waits lets another begin."""

from __future__ import annotations

import threading
from types import TracebackType

AT_ONCE = 16
"""Journeys at work at once. Measured with the reference on two cores: with more, each answer only comes later."""
SLOW_SECONDS = 2.0
"""A candidate that takes so long over one action is not busy with our journeys, or could do more of them."""


class Turns:
    """The turns of one sitting; they are taken in the order in which they are asked for."""

    def __init__(self, number: int = AT_ONCE) -> None:
        self._free = threading.Semaphore(number)

    def take(self) -> Turn:
        """Wait for a turn."""
        self._free.acquire()
        return Turn(self._free)


class Turn:
    """A journey's turn, which ends with it, or when it waits for the first time."""

    def __init__(self, free: threading.Semaphore) -> None:
        self._free = free
        self._ended = False

    def end(self) -> None:
        """Let another journey begin; this one may go on all the same."""
        if not self._ended:
            self._ended = True
            self._free.release()

    def __enter__(self) -> Turn:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.end()
