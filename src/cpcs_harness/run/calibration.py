"""How fast the machine is as a run begins, and what that means for the harness's own deadlines.

A candidate's own deadlines stay as they are; what it is waited for becomes longer where the machine is slow.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from functools import cache

from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.events import Calibrated

ROUNDS = 25
SLICE = 0.01
"""Seconds that a round sleeps."""
WORK = 0.005
"""Seconds of the processor's that a round works; others have their turn sooner than that."""
ENOUGH = 0.75
"""Of a processor: with so much of one, deadlines stay as they are. A run needs about one and a half."""
LATE_MS = 50.0
"""A thread that wakes later than this mostly has to wait for others."""
MOST = 6.0
"""A run is not stretched further: nobody would wait for it."""


@cache
def calibrated() -> Calibrated:
    """Measure once a process, in half a second: what a thread gets of a processor, and how late it wakes."""
    began = time.monotonic()
    worked, late = 0.0, []
    spent = 0.0
    for _ in range(ROUNDS):
        used, real = _work()
        worked, spent = worked + used, spent + real
        late.append(_lateness())
    share = round(min(1.0, worked / spent), 2)
    late_ms = round(statistics.quantiles(late, n=10)[-1] * 1000, 1)
    return Calibrated(round(time.monotonic() - began, 2), share, late_ms, stretch(share, late_ms))


def stretch(share: float, late_ms: float) -> float:
    """Give what deadlines are multiplied by on a machine of which a thread gets such a share, or waits so long."""
    needed = max(ENOUGH / max(share, 0.01), late_ms / LATE_MS, 1.0)
    return round(min(needed, MOST), 1)


def stretched(declaration: Declaration, by: float) -> Declaration:
    """Give a declaration whose candidate is waited for so many times as long."""
    pace = declaration.pace
    longer = {"arrival_seconds": pace.arrival_seconds * by, "step_seconds": pace.step_seconds * by}
    return replace(declaration, pace=replace(pace, **longer))


def _work() -> tuple[float, float]:
    """Keep a processor busy for one slice of its own time; gives the processor's and the real seconds."""
    used, real = time.thread_time(), time.monotonic()
    while time.thread_time() - used < WORK:
        pass
    return time.thread_time() - used, time.monotonic() - real


def _lateness() -> float:
    began = time.monotonic()
    time.sleep(SLICE)
    return max(0.0, time.monotonic() - began - SLICE)
