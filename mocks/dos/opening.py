"""When the directory's providers are open: the rules of `fixtures/pharmacies.yaml`, placed relative to a moment.

Source: UEC DoS REST API v1.0, openingTimes (interface sheet dos-eps-rtec-scr-dmd, 2.5): London's wall clock, days with
sessions that never cross midnight, dates written day first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.bank_holidays import next_bank_holiday

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONDON = ZoneInfo("Europe/London")
WEEKS: Mapping[str, tuple[str, str, str]] = {
    "by-day": ("09:00-17:30", "09:00-17:30", ""),
    "daily": ("09:00-18:00",) * 3,
    "daily-twice": ("09:00-13:00 14:00-18:00",) * 3,
    "two-sessions": ("09:00-13:00 14:00-18:00", "09:00-13:00", ""),
    "late": ("00:00-02:00 18:00-23:59",) * 3,
    "to-midnight": ("08:00-24:00",) * 3,
    "sundays-too": ("08:30-20:00", "08:30-20:00", "10:00-16:00"),
    "closed": ("closed",) * 3,
    "never": ("",) * 3,
    "all-hours": ("",) * 3,
}
"""Sessions of a day from Monday to Friday, of Saturday, of Sunday."""

Sessions = list[dict[str, Any]]


def opening_times(held: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Place a provider's hours and special dates relative to a moment, in London's wall clock."""
    rule = held["hours"]
    days: list[Mapping[str, Any]]
    if isinstance(rule, Mapping) and "shut-in" in rule:
        days = _but_one((now + timedelta(days=rule["shut-in"])).weekday())
    elif isinstance(rule, Mapping):
        days = _around(rule["around-now"], now.replace(second=0, microsecond=0))
    else:
        days = list(_week(rule, now.replace(minute=0, second=0, microsecond=0)))
    holiday = " ".join(f"{start}-{end}" for start, end in held.get("bank_holiday", []))
    days.append({"day": "Bankholiday", "sessions": _sessions(holiday)})
    dates = [_special(rule, now.date()) for rule in held.get("dates", [])]
    all_hours = rule == "all-hours" or bool(held.get("all_hours"))
    return {"allHours": all_hours, "days": days, "specifiedDates": dates}


def next_ambiguous(today: date) -> date:
    """Give the next day that could be read month first: day and month both at most 12, and not the same."""
    day = today + timedelta(days=1)
    while day.day > 12 or day.day == day.month:
        day += timedelta(days=1)
    return day


@lru_cache
def _week(rule: str, hour: datetime) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {"day": day, "sessions": _sessions(_hours(rule, index, hour))} for index, day in enumerate(DAYS)
    )


def _hours(rule: str, weekday: int, now: datetime) -> str:
    if rule == "open-now" and weekday == now.weekday():
        # A session cannot cross midnight: what would is cut there.
        start, end = now - timedelta(hours=2), now + timedelta(hours=4)
        first = start.strftime("%H:00") if start.date() == now.date() else "00:00"
        return f"{first}-{end.strftime('%H:30') if end.date() == now.date() else '23:59'}"
    week = WEEKS["by-day" if rule == "open-now" else rule]
    return week[max(0, weekday - 4)]


def _but_one(shut: int) -> list[Mapping[str, Any]]:
    """Give a week that is open every day but one."""
    return [
        {"day": day, "sessions": _sessions("" if index == shut else WEEKS["daily"][0])}
        for index, day in enumerate(DAYS)
    ]


def _around(spans: list[list[int]], now: datetime) -> list[Mapping[str, Any]]:
    """Give a week that is open only so many minutes before and after a moment; cut at midnight, as DoS has it."""
    written: dict[int, list[str]] = {index: [] for index in range(7)}
    for start, end in spans:
        for day, session in _cut(now + timedelta(minutes=start), now + timedelta(minutes=end)):
            written[day.weekday()].append(session)
    return [
        {"day": day, "sessions": _sessions(" ".join(sorted(written[index])))}
        for index, day in enumerate(DAYS)
    ]


def _cut(start: datetime, end: datetime) -> Iterator[tuple[date, str]]:
    while start.date() < end.date():
        yield start.date(), f"{start:%H:%M}-23:59"
        start = (start + timedelta(days=1)).replace(hour=0, minute=0)
    if start < end:
        yield start.date(), f"{start:%H:%M}-{end:%H:%M}"


def _special(rule: str, today: date) -> dict[str, Any]:
    """Give a specified date: when, then its sessions; `closed-in 3` is short for `+3 closed`."""
    when, _, sessions = rule.partition(" ")
    if rule == "ambiguous":
        return _dated(next_ambiguous(today), "10:00-12:00")
    if rule == "past":
        return _dated(today - timedelta(days=40), "10:00-16:00")
    if when == "closed-in":
        return _dated(today + timedelta(days=int(sessions)), "closed")
    if when == "bank-holiday":
        return _dated(next_bank_holiday(today), sessions)
    return _dated(today + timedelta(days=int(when)), sessions)


def _dated(day: date, sessions: str) -> dict[str, Any]:
    return {"date": day.strftime("%d-%m-%Y"), "sessions": _sessions(sessions)}


def _sessions(written: str) -> Sessions:
    """Read sessions such as `09:00-13:00 14:00-18:00`, or `closed`."""
    if written == "closed":
        return [{"closed": "CLOSED"}]
    pairs = (session.split("-") for session in written.split())
    return [{"start": _time(start), "end": _time(end)} for start, end in pairs]


def _time(text: str) -> dict[str, str]:
    hours, minutes = text.split(":")
    return {"hours": hours, "minutes": minutes}
