"""How many proofs are made at once: more of them while processors have nothing to do.

What a proof does is mostly to wait, for deadlines above all; but where it has to wait for a processor as well, the
harness is late, and the proof may have to be made again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

STAT = Path("/proc/stat")
SECONDS = 2.0
"""How long processors are watched before one proof more or fewer is made at once."""
MUCH, LITTLE = 0.25, 0.05
"""Shares of all processor time: where more than the one is idle, there is room; where less than the other, too many."""
Spent = tuple[int, int]
"""Ticks of all processors since the machine began: those that were idle, and all of them."""


def spent(stat: Path = STAT) -> Spent | None:
    """Read what processors did, whoever had them do it; None on a system that does not say it so."""
    try:
        name, *ticks = stat.read_text(encoding="ascii").split("\n", 1)[0].split()
        user, nice, system, idle, waiting, *others = map(int, ticks[:8])
    except (OSError, ValueError):
        return None
    return (idle + waiting, user + nice + system + idle + waiting + sum(others)) if name == "cpu" else None


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
