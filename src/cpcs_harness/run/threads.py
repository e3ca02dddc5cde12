"""Keeps the turns of threads short while journeys run: dozens drive the candidate, and one answers it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

TURN_SECONDS = 0.0005
"""A tenth of what Python lets a thread go on while others wait: each answer of a mock would wait for several."""

_lock = threading.Lock()
_usual: list[float] = []
"""What it was before each of the runs of this process that are under way; the first is as it was before all."""


@contextmanager
def short_turns() -> Iterator[None]:
    """Let threads take turns sooner, until the end of the last run at once that asked for it."""
    with _lock:
        _usual.append(_usual[0] if _usual else sys.getswitchinterval())
        sys.setswitchinterval(min(_usual[0], TURN_SECONDS))
    try:
        yield
    finally:
        with _lock:
            usual = _usual.pop()
            if not _usual:
                sys.setswitchinterval(usual)
