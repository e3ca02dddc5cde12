"""How many proofs are made at once: more of them while processors have nothing to do.

What a proof does is mostly to wait, for deadlines above all; but where it has to wait for a processor as well, the
harness is late, and the proof may have to be made again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

STAT = Path("/proc/stat")
SECONDS = 2.0
"""How long processors are watched before one proof more or fewer is made at once."""
MUCH, LITTLE = 0.12, 0.02
"""Shares of processor time: where more than the one is idle, there is room; where less than the other, too many."""
Spent = tuple[int, int]
"""Ticks of processors since the machine began: those that were idle, and all of them."""
IDLE, WAITING = 3, 4
"""Where a processor's line has the ticks in which it was idle, and in which it waited for a disk."""


def spent(stat: Path = STAT) -> Spent | None:
    """Read what this process's processors did, whoever had them do it; None on a system that does not say it so."""
    try:
        lines = [line.split() for line in stat.read_text(encoding="ascii").splitlines()]
        own = {f"cpu{number}" for number in os.sched_getaffinity(0)}
        ticks = [[int(tick) for tick in line[1:9]] for line in lines if line and line[0] in own]
    except (OSError, ValueError):
        return None
    if not ticks or min(map(len, ticks)) < WAITING + 1:
        return None
    return sum(one[IDLE] + one[WAITING] for one in ticks), sum(map(sum, ticks))


@dataclass
class Pace:
    """How many are made at once: `fewest` at first and where nothing is known, never more than `most`."""

    fewest: int
    most: int
    spent: Callable[[], Spent | None] = spent
    clock: Callable[[], float] = time.monotonic
    at_once: int = field(init=False)

    def __post_init__(self) -> None:
        self.at_once, self._before, self._looked = self.fewest, self.spent(), self.clock()

    def look(self) -> None:
        """Look again how many may be made at once, where that was not done just now."""
        if self.clock() - self._looked < SECONDS:
            return
        before, now = self._before, self.spent()
        self._before, self._looked = now, self.clock()
        if before is None or now is None or now[1] <= before[1]:
            return
        idle = (now[0] - before[0]) / (now[1] - before[1])
        if idle > MUCH:
            self.at_once = min(self.at_once + 1, self.most)
        elif idle < LITTLE:
            self.at_once = max(self.at_once - 1, self.fewest)
