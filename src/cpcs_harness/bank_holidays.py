"""The bank holidays of England and Wales: by the rules of the year, and those that were proclaimed once.

Source: Banking and Financial Dealings Act 1971, schedule 1, and the proclamations of the years named here. Held against
another library's calendar in tests/test_bank_holidays.py.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

MONDAY, SATURDAY = 0, 5
ONCE = frozenset({date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)})
"""The Platinum Jubilee, the funeral of Queen Elizabeth II, and the coronation of King Charles III."""
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
"""Those that were kept on another day than the rule's, in one year."""


def is_bank_holiday(day: date) -> bool:
    """Say whether a day is a bank holiday in England."""
    return day in bank_holidays(day.year)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Give the days of a year that are bank holidays in England, a substitute in place of a day at the weekend."""
    easter = easter_sunday(year)
    ruled = {
        _weekday_from(date(year, 1, 1)),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
        *_christmas(year),
    }
    return frozenset(MOVED.get(day, day) for day in ruled) | {day for day in ONCE if day.year == year}


def next_bank_holiday(after: date) -> date:
    """Give the first bank holiday after a day."""
    return min(day for year in (after.year, after.year + 1) for day in bank_holidays(year) if day > after)


def easter_sunday(year: int) -> date:
    """Give Easter Sunday of a year of the Gregorian calendar, as J.-M. Oudin reckoned it in 1940."""
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (moon - weekday + 40) // 44
    return date(year, month, moon - weekday + 28 - 31 * (month // 4))


def _christmas(year: int) -> tuple[date, date]:
    """Christmas Day and Boxing Day: what falls on a weekend is kept on the weekdays that follow both."""
    first, second = date(year, 12, 25), date(year, 12, 26)
    if first.weekday() == SATURDAY:
        return first + timedelta(days=2), second + timedelta(days=2)
    if first.weekday() > SATURDAY:
        return first + timedelta(days=2), second
    return first, _weekday_from(second)


def _weekday_from(day: date) -> date:
    return day if day.weekday() < SATURDAY else _monday_from(day)


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
