"""Opening times and telephones as screens write them: in any usual way, of which none is asked for anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .._shared.screen import digits
from .._shared.text import letters_and_digits

CLOSED = "closed"
_ALL_DAY = re.compile(r"\b24 ?h", re.IGNORECASE)
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


def telephone(text: object) -> str:
    """Give a number without blanks, from abroad as at home; a text that holds more than a number keeps its letters."""
    written = letters_and_digits(text)
    return digits(text) if written.isdigit() else written


def _clock(hours: str, minutes: str | None, half: str | None) -> str:
    hour = int(hours)
    if half:
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    return f"{hour:02}:{minutes or '00'}"
