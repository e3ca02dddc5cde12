"""By when a practice is told of a consultation: the profile `notification`, ours from Pharmacy First.

Source: NHS England, Pharmacy First specification PRN00936: on the day, or the following working day (interface sheet
mesh-itk3-nhsmail-mys, part E and H9; docs/reference/gp-notification-model.md).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cpcs_harness.bank_holidays import is_bank_holiday
from cpcs_harness.profiles import Profile

_LONDON, _SATURDAY = ZoneInfo("Europe/London"), 5


def told_by(profile: Profile, consulted: datetime) -> datetime:
    """Give the moment by which a practice is told: the end of a working day in England, as the profile counts them."""
    day = consulted.astimezone(_LONDON).date()
    for _ in range(profile["told"]["working_days"]):
        day += timedelta(days=1)
        while not _is_working_day(day):
            day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), _LONDON)


def _is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and not is_bank_holiday(day)
