"""When a person has to have been told that a practice has not answered, as the profile `notification` says."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from cpcs_harness.bank_holidays import SATURDAY, is_bank_holiday
from cpcs_harness.profiles import Profile

LONDON = ZoneInfo("Europe/London")
SPARE = 1.2
"""So many times the hours are waited for, that nobody is asked on the minute."""


def unanswered_at(profile: Profile, sent: datetime) -> datetime:
    """Give a moment at which the time for both answers to a message of now is well over."""
    due = profile["unanswered"]
    wait = timedelta(hours=due["hours"] * SPARE)
    if due["counted"] == "always":
        return sent + wait
    hours = profile["working_day"]
    return after_working_time(
        sent, wait, time.fromisoformat(hours["from"]), time.fromisoformat(hours["until"])
    )


def after_working_time(start: datetime, wait: timedelta, opens: time, closes: time) -> datetime:
    """Give the moment at which so much time of working days has passed: Monday to Friday but for bank holidays."""
    day, left = start.astimezone(LONDON).date(), wait
    while True:
        begins = max(start, datetime.combine(day, opens, LONDON))
        there = datetime.combine(day, closes, LONDON) - begins
        if day.weekday() < SATURDAY and not is_bank_holiday(day) and there > timedelta():
            if left <= there:
                return begins + left
            left -= there
        day += timedelta(days=1)
