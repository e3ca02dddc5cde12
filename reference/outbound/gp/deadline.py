"""By when a practice is to be told: the day of the consultation, else the end of the next working day.

Modelled on what is public for Pharmacy First: no rule of this service is (docs/reference/gp-notification-model.md).
"""

from datetime import date, datetime, time, timedelta

from ...kit.bank_holidays import is_bank_holiday
from ...kit.times import day_in_london, london

_SATURDAY = 5


def due(started: str, working_days: int = 1) -> datetime:
    """The moment by which the practice is to be told of a consultation, in London."""
    day = day_in_london(started)
    for _ in range(working_days):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), london())


def is_working_day(day: date) -> bool:
    """Whether a day is neither of a weekend nor a bank holiday in England."""
    return day.weekday() < _SATURDAY and not is_bank_holiday(day)
