"""Opening times and telephones as screens write them: in any usual way, of which none is asked for anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .._shared.screen import digits
from .._shared.text import letters_and_digits

CLOSED = "closed"
_ALL_DAY = re.compile(r"\b24 ?h", re.IGNORECASE)
_SESSION = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_HOLIDAY = "ban"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", _HOLIDAY)
_DAY = 24 * 60
_WHOLE = (1 << 7 * _DAY) - 1
_TIME = re.compile(r"(?<!\d)(\d{1,2})(?:[:.]?(\d{2}))?(?!\d)(?:\s*([ap])\.?m\b)?", re.IGNORECASE)


def session(text: object) -> str:
    """Write from when until when as DoS would: of `9am to 5.30pm` or `0900-1730`; `closed`; else the text as it is."""
    said = str(text or "")
    if CLOSED in said.casefold():
        return CLOSED
    if _ALL_DAY.search(said):
        return "00:00-24:00"
    times = [_clock(*found.groups()) for found in _TIME.finditer(said)]
    return "-".join(times) if len(times) == 2 else said


def week(days: Iterable[tuple[object, Iterable[object]]]) -> dict[str, list[str]]:
    """Give the sessions of each day that has any, by the first letters of its name."""
    written = {letters_and_digits(day)[:3]: [session(text) for text in listed or ()] for day, listed in days}
    return {day: listed for day, listed in written.items() if set(listed) - {CLOSED}}


def is_same(due: dict[str, list[str]], found: dict[str, list[str]]) -> bool:
    """Say whether two weeks are the same, also where one writes on past midnight what the other cuts there."""
    return due == found or (minutes_of(due) is not None and minutes_of(due) == minutes_of(found))


def minutes_of(listed: dict[str, list[str]]) -> tuple[int, int] | None:
    """Give a week's open minutes as bits, and those of a bank holiday; None where there is more than that.

    A session that DoS ends at 23:59 goes on to midnight, which is also written 00:00 or 24:00.
    """
    week_bits = holiday_bits = 0
    for day, sessions in listed.items():
        for text in sessions:
            times = _SESSION.fullmatch(text)
            if text != CLOSED and (times is None or day not in _DAYS):
                return None
            bits = _bits(*map(int, times.groups())) if times else 0
            if day == _HOLIDAY:
                holiday_bits |= bits
            else:
                week_bits |= bits << _DAYS.index(day) * _DAY
    return week_bits & _WHOLE | week_bits >> 7 * _DAY, holiday_bits


def _bits(hour: int, minute: int, end_hour: int, end_minute: int) -> int:
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    end = _DAY if end in (0, _DAY - 1) else end
    length = end - start if end > start else end + _DAY - start
    return ((1 << length) - 1) << start


def telephone(text: object) -> str:
    """Give a number without blanks, from abroad as at home; a text that holds more than a number keeps its letters."""
    written = letters_and_digits(text)
    return digits(text) if written.isdigit() else written


def _clock(hours: str, minutes: str | None, half: str | None) -> str:
    hour = int(hours)
    if half:
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    return f"{hour:02}:{minutes or '00'}"
