"""When a service is open, by the rules that DoS publishes: what is shown of it is held against this.

Source: UEC DoS REST API v1.0, byServiceType, openingTimes (interface sheet dos-eps-rtec-scr-dmd, 2.5): a specified date
comes before allHours, that before `Bankholiday`, that before the day; no session crosses midnight; London's wall clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.bank_holidays import is_bank_holiday

LONDON = ZoneInfo("Europe/London")
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_MINUTES = 24 * 60
AHEAD_DAYS = 2
"""How many days on sessions are looked for that begin within 24 hours."""

Said = Mapping[str, Any]
"""`openingTimes` as DoS gave them."""


def is_open(said: Said, moment: datetime, zone: tzinfo = LONDON) -> bool | None:
    """Say whether it is open at a moment, by a zone's wall clock; None where the rules leave that open.

    They leave open the minute of 23:59, after which a session may go on; and a Christmas Day, Boxing Day or New Year's
    Day at a weekend, for which another day is kept.
    """
    here = moment.astimezone(zone)
    if _is_disputed(said, here.date()):
        return None
    minute = here.hour * 60 + here.minute
    found = spans(said, here.date())
    if minute == DAY_MINUTES - 1 and any(end == DAY_MINUTES - 1 for _, end in found):
        return None
    return any(start <= minute < end for start, end in found)


def goes_on_at_midnight(said: Said, moment: datetime) -> bool:
    """Say whether it is the minute of 23:59, and a session that ends then is followed by one at 00:00."""
    here = moment.astimezone(LONDON)
    ends = any(end == DAY_MINUTES - 1 for _, end in spans(said, here.date()))
    begins = any(start == 0 for start, _ in spans(said, here.date() + timedelta(days=1)))
    return (here.hour, here.minute) == (23, 59) and ends and begins


def is_of_use(said: Said, moment: datetime, soon: int) -> bool:
    """Say whether a patient can be seen within 24 hours: it stays open for longer than so many minutes, or opens."""
    here = moment.astimezone(LONDON)
    minute = here.hour * 60 + here.minute
    coming = [
        (start + ahead * DAY_MINUTES, end + ahead * DAY_MINUTES)
        for ahead in range(AHEAD_DAYS)
        for start, end in spans(said, here.date() + timedelta(days=ahead))
    ]
    stays = any(start <= minute and end - minute > soon for start, end in coming)
    return stays or any(minute < start <= minute + DAY_MINUTES for start, _ in coming)


def spans(said: Said, day: date) -> list[tuple[int, int]]:
    """Give the sessions of a day in minutes since midnight."""
    return [
        (_minutes(session["start"]), _minutes(session["end"]) or DAY_MINUTES)
        for session in _sessions(said, day)
        if "start" in session and "end" in session
    ]


def _sessions(said: Said, day: date) -> Sequence[Mapping[str, Any]]:
    written = day.strftime("%d-%m-%Y")
    for specified in said["specifiedDates"]:
        if specified["date"] == written:
            return specified["sessions"]  # type: ignore[no-any-return]  # plain JSON
    if said["allHours"]:
        return [{"start": {"hours": "00", "minutes": "00"}, "end": {"hours": "24", "minutes": "00"}}]
    by_name = {listed["day"]: listed["sessions"] for listed in said["days"]}
    if is_bank_holiday(day) and "Bankholiday" in by_name:
        return by_name["Bankholiday"]  # type: ignore[no-any-return]  # plain JSON
    return by_name.get(WEEK[day.weekday()], ())


def _is_disputed(said: Said, day: date) -> bool:
    weekend = day.weekday() > 4 and (day.month, day.day) in {(1, 1), (12, 25), (12, 26)}
    return weekend and not said["allHours"]


def _minutes(time: Mapping[str, str]) -> int:
    return int(time["hours"]) * 60 + int(time["minutes"])
