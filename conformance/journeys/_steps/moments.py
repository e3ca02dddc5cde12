"""Moments of a kind that software gets wrong: the last midnight, and the nights in which clocks changed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MARCH, OCTOBER = 3, 10
_HOUR = timedelta(hours=1)


def midnight(now: datetime) -> datetime:
    """Give the midnight with which this day began in London."""
    return datetime.combine(now.astimezone(LONDON).date(), time(), LONDON).astimezone(UTC)


def clocks_go_forward(now: datetime) -> datetime:
    """Give 02:30 in London, half an hour after the clocks last went forward."""
    return _last_change(now, MARCH) + _HOUR / 2


def clocks_go_back(now: datetime) -> datetime:
    """Give 01:30 in London, before the clocks last went back."""
    return _last_change(now, OCTOBER) - _HOUR / 2


def the_hour_again(now: datetime) -> datetime:
    """Give 01:30 in London, after the clocks last went back."""
    return _last_change(now, OCTOBER) + _HOUR / 2


ODD = {
    "midnight": midnight,
    "clocks go forward": clocks_go_forward,
    "clocks go back": clocks_go_back,
    "the hour again": the_hour_again,
}
"""By the names that tables give them."""


def _last_change(now: datetime, month: int) -> datetime:
    """Give the last change of clocks in a month that was some hours ago: its last Sunday, at 01:00 UTC."""
    for year in (now.year, now.year - 1):
        last = datetime(year, month, 31, 1, tzinfo=UTC)
        change = last - timedelta(days=(last.weekday() + 1) % 7)
        if change + 2 * _HOUR < now:
            return change
    raise ValueError(f"no change of clocks before {now.isoformat()}")
