"""When the directory's providers are open: the rules of `fixtures/pharmacies.yaml`, placed relative to a moment.

Source: UEC DoS REST API v1.0, openingTimes (interface sheet dos-eps-rtec-scr-dmd, 2.5): London's wall clock, days with
sessions that never cross midnight, dates written day first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONDON = ZoneInfo("Europe/London")

Sessions = list[tuple[str, str]]


def opening_times(held: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Place a provider's hours and special dates relative to a moment, in London's wall clock."""
    days = list(_week(held["hours"], now.replace(minute=0, second=0, microsecond=0)))
    holiday = [(start, end) for start, end in held.get("bank_holiday", [])]
    days.append({"day": "Bankholiday", "sessions": _sessions(holiday)})
    dates = [_special(rule, now.date()) for rule in held.get("dates", [])]
    return {"allHours": held["hours"] == "all-hours", "days": days, "specifiedDates": dates}


@lru_cache
def _week(rule: str, hour: datetime) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {"day": day, "sessions": _sessions(_hours(rule, index, hour))} for index, day in enumerate(DAYS)
    )


def next_ambiguous(today: date) -> date:
    """Give the next day that could be read month first: day and month both at most 12, and not the same."""
    day = today + timedelta(days=1)
    while day.day > 12 or day.day == day.month:
        day += timedelta(days=1)
    return day


def _hours(rule: str, weekday: int, now: datetime) -> Sessions:
    if rule == "all-hours":
        return []
    if rule == "two-sessions":
        return [] if weekday == 6 else [("09:00", "13:00")] + ([("14:00", "18:00")] if weekday < 5 else [])
    if rule == "open-now" and weekday == now.weekday():
        # A session cannot cross midnight: what would is cut there.
        start, end = now - timedelta(hours=2), now + timedelta(hours=4)
        first = start.strftime("%H:00") if start.date() == now.date() else "00:00"
        return [(first, end.strftime("%H:30") if end.date() == now.date() else "23:59")]
    return [] if weekday == 6 else [("09:00", "17:30")]


def _special(rule: str, today: date) -> dict[str, Any]:
    if rule == "ambiguous":
        return {
            "date": next_ambiguous(today).strftime("%d-%m-%Y"),
            "sessions": _sessions([("10:00", "12:00")]),
        }
    if rule == "past":
        return {
            "date": (today - timedelta(days=40)).strftime("%d-%m-%Y"),
            "sessions": _sessions([("10:00", "16:00")]),
        }
    shut = today + timedelta(days=int(rule.removeprefix("closed-in ")))
    return {"date": shut.strftime("%d-%m-%Y"), "sessions": [{"closed": "CLOSED"}]}


def _sessions(sessions: Sessions) -> list[dict[str, Any]]:
    return [{"start": _time(start), "end": _time(end)} for start, end in sessions]


def _time(text: str) -> dict[str, str]:
    hours, minutes = text.split(":")
    return {"hours": hours, "minutes": minutes}
