"""What an exploration came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cpcs_harness.records import Record


@dataclass(frozen=True)
class SmallestFailure(Record):
    """The smallest example that failed, and the second try with it."""

    drawn: str
    exchange: str
    faults: tuple[str, ...]
    again: str
    """The exchange of the second try."""
    repeated: bool


@dataclass(frozen=True)
class Explored(Record):
    """What an exploration came to."""

    kind: ClassVar[str] = "explored"
    examples: int
    attempts: int
    cut_short: bool
    smallest: SmallestFailure | None
