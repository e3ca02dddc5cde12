"""When a month can be claimed for: by the fifth of the next one, late for some months more, and then no longer.

Source: NHSBSA, Community Pharmacist Consultation Service page, and Community Pharmacy England, late claims (interface
sheet mesh-itk3-nhsmail-mys, D2). That a change is taken until the fifth alone is our model (D3, submission states).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DUE_DAY = 5
"""Of the following month: the last day on which a claim is in time."""
MONTHS_LATE = 3
"""How long a late claim is taken, from the day on which it was due."""
MONTHS_LATE_BEFORE, SHORTENED_FROM, SHORTENED_TO = 6, date(2023, 5, 1), date(2023, 8, 1)
"""How long it was before, and the months for which it ended all at once when that became shorter."""
SHORTENED_END = date(2023, 12, 5)

IN_TIME, LATE, CLOSED = "in-time", "late", "closed"


def standing(month: date, now: datetime) -> str:
    """Say whether a claim for a month is in time, late or no longer taken at a moment."""
    if now < _end_of(due(month)):
        return IN_TIME
    return LATE if now < _end_of(closes(month)) else CLOSED


def due(month: date) -> date:
    """Give the last day on which a month is claimed for in time; any day of the month stands for it."""
    return _months_on(month.replace(day=1), 1).replace(day=DUE_DAY)


def closes(month: date) -> date:
    """Give the last day on which a late claim for a month is taken."""
    first = month.replace(day=1)
    if SHORTENED_FROM <= first < SHORTENED_TO:
        return SHORTENED_END
    return _months_on(due(month), MONTHS_LATE if first >= SHORTENED_TO else MONTHS_LATE_BEFORE)


def may_be_changed(month: date, now: datetime) -> bool:
    """Say whether a claim for a month can still be amended and withdrawn."""
    return now < _end_of(due(month))


def day_in_london(moment: datetime) -> date:
    """Give the day that it is in London."""
    return moment.astimezone(LONDON).date()


def _months_on(day: date, months: int) -> date:
    """Give the same day some months later; each that is asked for has such a day."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)


def _end_of(day: date) -> datetime:
    """Give the midnight in London at which a day has ended."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)
