"""Until when a consultation is claimed for in time, and at all.

Source: NHSBSA, Community Pharmacist Consultation Service page; Community Pharmacy England, late claims (interface sheet
mesh-itk3-nhsmail-mys, D2): the fifth of the following month, and three months from there, as of August 2023.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DUE_DAY, MONTHS_LATE = 5, 3
IN_TIME, LATE, CLOSED = "in time", "late", "too late"


def standing(seen: datetime, claimed: datetime) -> str:
    """Say whether a consultation that began at one moment is claimed for in time at another one."""
    first, today = seen.astimezone(LONDON).date(), claimed.astimezone(LONDON).date()
    due = _months_on(first.replace(day=DUE_DAY), 1)
    if today <= due:
        return IN_TIME
    return LATE if today <= _months_on(due, MONTHS_LATE) else CLOSED


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)
