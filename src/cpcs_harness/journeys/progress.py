"""How far the journeys of a run are, and how long the rest may take."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

KNOWN_FROM = 0.1
"""The share of the work that must be done before the time left can be told from it."""


@dataclass(frozen=True)
class Standing:
    """Journeys at one moment."""

    planned: int
    done: int
    """Those that ended, stopped ones among them."""
    stopped: int
    running: int
    left: float | None
    """Seconds, about; None while too little is known."""

    def __str__(self) -> str:
        stopped = f" ({self.stopped} stopped)" if self.stopped else ""
        left = (
            ""
            if self.left is None or not self.planned - self.done
            else f", about {max(1, round(self.left))} s left"
        )
        return f"{self.done} of {self.planned} journeys done{stopped}, {self.running} running{left}"


class Progress:
    """Told of each journey's beginning and end, from many threads; tells whoever shows it of each change."""

    def __init__(
        self,
        changed: Callable[[Standing], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._changed = changed
        self._clock = clock
        self._lock = threading.Lock()
        self._seconds: Mapping[str, float] = {}
        self._began: dict[str, float] = {}
        self._ended: set[str] = set()
        self._stopped = 0
        self._start = 0.0

    def plan(self, seconds: Mapping[str, float]) -> None:
        """Take the journeys of the run, and about how long each takes."""
        self._seconds, self._start = dict(seconds), self._clock()

    def add(self, seconds: Mapping[str, float]) -> None:
        """Take further journeys in."""
        with self._lock:
            self._seconds = {**self._seconds, **seconds}

    def begin(self, journey: str) -> None:
        """Note that a journey begins."""
        with self._lock:
            self._began[journey] = self._clock()
        self._changed(self.standing())

    def end(self, journey: str, *, stopped: bool) -> None:
        """Note that a journey ended, or was stopped."""
        with self._lock:
            self._ended.add(journey)
            self._stopped += stopped
        self._changed(self.standing())

    def standing(self) -> Standing:
        """Say how far they are."""
        with self._lock:
            running = len(self._began) - len(self._ended)
            return Standing(len(self._seconds), len(self._ended), self._stopped, running, self._left())

    def _left(self) -> float | None:
        work, done = sum(self._seconds.values()), sum(map(self._share, self._began))
        if not work or done < KNOWN_FROM * work:
            return None
        return (work - done) / done * (self._clock() - self._start)

    def _share(self, journey: str) -> float:
        whole = self._seconds.get(journey, 0.0)
        return whole if journey in self._ended else min(whole, self._clock() - self._began[journey])
