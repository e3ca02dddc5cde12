"""Faults in reading when a pharmacy is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from ...national.opening import OpeningTimes, Said, Span
from .._wrong import wrong


@wrong(catches=("DOS-10",), shows_when="a specified date of a pharmacy that is else open at all hours")
class LetsAllHoursBeatSpecifiedDates(OpeningTimes):
    """Takes a pharmacy that has all hours for open on a date that is specified as shut."""

    def sessions(self, said: Said, day: date) -> list[dict[str, Any]]:
        return super().sessions({**said, "specifiedDates": []} if said.get("allHours") else said, day)


@wrong(catches=("DOS-10",), shows_when="a bank holiday")
class IgnoresBankHolidays(OpeningTimes):
    """Goes by the day of the week on bank holidays too."""

    def is_holiday(self, day: date) -> bool:
        return False


@wrong(
    catches=("DOS-10",),
    shows_when="a bank holiday of a pharmacy that is open at all hours, or on a specified date",
)
class LetsBankHolidaysBeatAllElse(OpeningTimes):
    """Goes by the hours of bank holidays on every bank holiday."""

    def sessions(self, said: Said, day: date) -> list[dict[str, Any]]:
        if self.is_holiday(day):
            return super().sessions({**said, "specifiedDates": [], "allHours": False}, day)
        return super().sessions(said, day)


@wrong(catches=("DOS-25",), shows_when="summer time")
class ReadsOpeningTimesInUtc(OpeningTimes):
    """Takes the hours of DoS for UTC."""

    def wall_clock(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=None) - (moment.utcoffset() or timedelta(0))


@wrong(catches=("DOS-10",), shows_when="two sessions in a day")
class IsOpenOverLunch(OpeningTimes):
    """Takes a pharmacy for open from its first session until the end of its last."""

    def spans(self, said: Said, day: date) -> Iterator[Span]:
        found = list(super().spans(said, day))
        if found:
            yield min(start for start, _ in found), max(end for _, end in found)


@wrong(catches=("DOS-10",), shows_when="a specified date that says it is shut")
class TakesAShutDateForNone(OpeningTimes):
    """Goes by the day of the week where a specified date has no session."""

    def specified(self, said: Said) -> dict[date, list[dict[str, Any]]]:
        dates = super().specified(said).items()
        return {day: found for day, found in dates if any("start" in session for session in found)}


@wrong(catches=("DOS-22",), shows_when="the last minute of a day")
class ShutsForTheLastMinute(OpeningTimes):
    """Takes a pharmacy for shut from 23:59 to 00:00."""

    def end(self, minute: int) -> int:
        return minute or super().end(minute)
