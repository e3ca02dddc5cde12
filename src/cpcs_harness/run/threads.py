"""Keeps the turns of threads short while journeys run: dozens drive the candidate, and one answers it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

TURN_SECONDS = 0.0005
"""A tenth of what Python lets a thread go on while others wait: each answer of a mock would wait for several."""


@contextmanager
def short_turns() -> Iterator[None]:
    """Let threads take turns sooner, until the end."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, TURN_SECONDS))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
