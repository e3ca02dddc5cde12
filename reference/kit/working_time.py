"""How much of a time practices work: Monday to Friday, but for bank holidays."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from .bank_holidays import is_bank_holiday
from .times import london


def worked(start: datetime, end: datetime, hours: Mapping[str, str]) -> timedelta:
    """The working time between two moments; `hours` has local times as `from` and `until`."""
    opens, closes = time.fromisoformat(hours["from"]), time.fromisoformat(hours["until"])
    day, last = start.astimezone(london()).date(), end.astimezone(london()).date()
    total = timedelta()
    while day <= last:
        if day.weekday() < 5 and not is_bank_holiday(day):
            begins = max(start, datetime.combine(day, opens, london()))
            ends = min(end, datetime.combine(day, closes, london()))
            total += max(ends - begins, timedelta())
        day += timedelta(days=1)
    return total
