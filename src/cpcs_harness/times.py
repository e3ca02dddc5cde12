"""The time that a sitting has, which the mocks go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Clock:
    """Real time moved by a fixed offset; a sitting has one clock for all its journeys."""

    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        """Give the sitting's time, in UTC."""
        return real_now() + self.offset


def real_now() -> datetime:
    """Give the machine's time, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Write a moment as the evidence does: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
