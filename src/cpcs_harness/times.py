"""Times: the clock of a sitting, which the mocks go by, and moments as the evidence writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SET_CLOCK = "set_clock"
"""The action by which a candidate's clock is moved, and set back."""
_FAR = 1e15
"""Seconds; no clock shows a time so far away."""


@dataclass(frozen=True)
class Clock:
    """Real time moved by a fixed offset; a sitting has one clock for all its journeys."""

    offset: timedelta = timedelta(0)

    @classmethod
    def from_moment(cls, moment: datetime) -> Clock:
        """Make the clock that shows a moment now, and goes on from there."""
        return cls(moment - real_now())

    def now(self) -> datetime:
        """Give the sitting's time, in UTC."""
        return real_now() + self.offset


def real_now() -> datetime:
    """Give the machine's time, in UTC."""
    return datetime.now(UTC)


def nearest(seconds: float, clocks: Iterable[float]) -> float:
    """Give the one of several times, in seconds, that a time was most likely made by; it may be any number."""
    within = max(-_FAR, min(_FAR, seconds))  # an integer may be too large to be reckoned with
    return min(clocks, key=lambda clock: abs(within - clock))


def stamp(moment: datetime) -> str:
    """Write a moment as the evidence does: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def moment_of(written: str) -> datetime:
    """Read an ISO 8601 moment; one without an offset is refused."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError(f"{written} has no offset")
    return moment


def seconds_of(written: str) -> float:
    """Give a moment as seconds since 1970, as JWTs count."""
    return moment_of(written).timestamp()
