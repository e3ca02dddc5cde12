"""The bank holidays of England, on which pharmacies keep hours of their own."""

from datetime import date, timedelta
from functools import cache

_PROCLAIMED = {2022: ((6, 3), (9, 19)), 2023: ((5, 8),)}
_MOVED = {2020: {(5, 4): (5, 8)}, 2022: {(5, 30): (6, 2)}}


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The days of a year that are kept, substitutes in place of days at the weekend."""
    easter = _easter(year)
    days = [easter - timedelta(2), easter + timedelta(1)]
    days += [_first_monday(year, 5), _last_monday(year, 5), _last_monday(year, 8)]
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        kept = fixed
        while kept.weekday() > 4 or kept in days:
            kept += timedelta(1)
        days.append(kept)
    moved = _MOVED.get(year, {})
    kept_days = {date(year, *moved.get((day.month, day.day), (day.month, day.day))) for day in days}
    return frozenset(kept_days | {date(year, *day) for day in _PROCLAIMED.get(year, ())})


def is_bank_holiday(day: date) -> bool:
    """Whether a day is kept."""
    return day in bank_holidays(day.year)


def _easter(year: int) -> date:
    """Easter Sunday, as an anonymous correspondent of Nature reckoned it in 1876."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(last.weekday())
