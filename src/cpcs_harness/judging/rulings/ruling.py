"""One decision of a person on one criterion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum


class Party(StrEnum):
    """Whose a ruling is."""

    ASSURER = "assurer"
    SUPPLIER = "supplier"
    PROJECT = "project"


_DAY = len("2026-11-28")
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)
"""How far before and behind UTC a day begins, and ends, somewhere on earth."""


@dataclass(frozen=True)
class Ruling:
    """A confirmation or refusal, in one pathway or (None) in all."""

    criterion: str
    pathway: str | None
    ruling: str
    """confirmed | refused"""
    by: str
    role: str
    at: str
    """A day, or a moment in UTC."""
    note: str
    whose: str
    """The name of those on whose behalf; of the project, OURSELVES."""
    party: Party = Party.ASSURER
    exchanges: tuple[str, ...] = ()
    """The events that it rests on."""
    reference: str = ""
    """Of the project's: digest of the build of the reference service that it is on."""
    candidate: str = ""
    build: str = ""
    run: str = ""
    """Head of the run that it is on; empty for one that is on each run of the build."""
    given: bool = False
    """Whoever judges has handed it in; else it lay with the run."""

    @property
    def earliest(self) -> datetime:
        """The moment before which it was not made: of a day, its beginning wherever it begins first."""
        return self._moment - _EAST if self._is_day else self._moment

    @property
    def latest(self) -> datetime:
        """The moment by which it was made: of a day, its end wherever it ends last."""
        return self._moment + timedelta(days=1) + _WEST if self._is_day else self._moment

    @property
    def _is_day(self) -> bool:
        return len(self.at) == _DAY

    @property
    def _moment(self) -> datetime:
        if self._is_day:
            day = date.fromisoformat(self.at)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        return datetime.fromisoformat(self.at)
