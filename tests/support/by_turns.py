"""Long explorations are tried a third a day, by turns; `make test-deep` tries all."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar

from explore import times

T = TypeVar("T")
THIRDS = 3
_TURN = "CPCS_TESTS_TURN"
"""Names the variable that all workers of one run have from the process that started them, also after midnight."""


def turn() -> int:
    """Say which third is tried today, from 0: each comes round in three days."""
    return int(os.environ.setdefault(_TURN, str(datetime.now(UTC).toordinal() % THIRDS)))


def due_today(everything: Iterable[T], name: Callable[[T], str] = str) -> list[T]:
    """Give the third of today, by name, so that each has its day whatever comes before it; deep, all."""
    return [one for one in everything if times() > 1 or zlib.crc32(name(one).encode()) % THIRDS == turn()]
