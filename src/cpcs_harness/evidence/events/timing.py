"""Events that tell whether it was the harness, or the machine under it, that was late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cpcs_harness.records import Record, left_out


@dataclass(frozen=True)
class Answered(Record):
    """The answer of an exchange was written out, or could not be: whoever asked had left by then."""

    kind: ClassVar[str] = "answered"
    exchange: str
    read_ms: float
    """Until the whole request was read, from when its head was accepted; without what it waited for a turn of ours."""
    written_ms: float
    """Until the answer was handed to the server to send, or was given up, from the same moment."""
    gone: bool
    """Whoever asked had closed the connection before anything of the answer was written."""
    planned_ms: float | None = left_out()
    """What a planned fault held the answer back; 0 for one that does not, None where there was none."""

    @property
    def seconds(self) -> float:
        """What the answer took from the whole request on, beside what was planned."""
        return (self.written_ms - self.read_ms - (self.planned_ms or 0.0)) / 1000


@dataclass(frozen=True)
class Stall(Record):
    """The harness stood still until now; nothing that was late meanwhile is held against a candidate."""

    kind: ClassVar[str] = "stall"
    where: str
    """process: nothing of it ran | mocks: the loop that answers did not"""
    seconds: float


@dataclass(frozen=True)
class Calibrated(Record):
    """How fast the machine was when the run began."""

    kind: ClassVar[str] = "calibrated"
    seconds: float
    """What was looked at."""
    share: float
    """Of a processor, that a busy thread of the harness had: 1 is all of it."""
    late_ms: float
    """By how much a thread woke later than it had asked for, nine times of ten at most."""
    stretch: float
    """What the harness's own deadlines are multiplied by."""
