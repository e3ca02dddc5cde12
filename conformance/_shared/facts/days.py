"""The dates that stand in a text, in every usual writing."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:length]: number for name, number in list(_MONTHS.items()) for length in (3, 4)}
_MONTH = "(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)"
_WRITINGS = [
    re.compile(writing)
    for writing in (
        r"(?<![\w.-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d|-\d)",
        r"(?<![\w.-])(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)(?![\d/])",
        r"(?<![\w./-])(?P<day>\d{1,2})(?P<gap>[/.-])(?P<month>\d{1,2})(?P=gap)(?P<year>\d{4})(?![\d/-]|\.\d)",
        r"(?<![\w./-])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<short>\d\d)(?![\d/-]|\.\d)",
        rf"(?<![\w.])(?:{_DAY})[\s-]+(?:of\s+)?{_MONTH}[\s,-]+{_YEAR}(?!\d)",
        rf"(?<!\w){_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)",
    )
]
_MAY_BE = re.compile(r"\d{4}|\d/\d\d")
"""What each of these writings has: most lines have no date, and are looked through once."""
_PACKED = re.compile(r"(?<![\w.-])((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4}|\d{6})?(?!\w)")

_NO_MONTH, _NO_DAY = 20, 40
"""From which on nobody means a month or a day."""
_YEARS = re.compile(r"(?:19|20)\d\d(?!\d)|\d/\d\d(?!\d)")
_AROUND = 24
"""Letters on either side of a year that may be of its date."""


def days_in(text: str) -> Iterator[tuple[str, str]]:
    """Give each date in a text as it is written, with its day as ISO has it; what is no day of the calendar is none."""
    for found in _written_in(text):
        day = _iso(found.groupdict())
        if day:
            yield found[0], day


def impossible_in(text: str) -> Iterator[str]:
    """Give each date in a text, as it is written, that no calendar has: a day 31 of February, a month 13."""
    for found in _written_in(text):
        parts = found.groupdict()
        if parts.get("year", "")[:2] in ("19", "20") and _is_like_a_day(parts) and not _iso(parts):
            yield found[0]


def _written_in(text: str) -> Iterator[re.Match[str]]:
    if _MAY_BE.search(text):
        folded = text.casefold()
        for writing in _WRITINGS:
            yield from writing.finditer(folded)


def _is_like_a_day(parts: dict[str, str | None]) -> bool:
    month, day = int(parts.get("month") or 1), int(parts["day"] or 0)
    return 0 < month < _NO_MONTH and 0 < day < _NO_DAY


def places_of_years(text: str) -> str:
    """Give the parts of a long text in which a date may stand, each once."""
    return "\n".join(
        {text[max(0, found.start() - _AROUND) : found.end() + _AROUND] for found in _YEARS.finditer(text)}
    )


def packed_days_in(text: str) -> Iterator[str]:
    """Give each date in a text that is written in eight digits, as HL7 has them."""
    for year, month, day in _PACKED.findall(text):
        found = _iso({"year": year, "month": month, "day": day})
        if found:
            yield found


def _iso(parts: dict[str, str | None]) -> str:
    year = parts.get("year") or f"20{parts.get('short')}"
    month = _MONTHS[parts["name"]] if parts.get("name") else int(parts["month"] or 0)
    try:
        return date(int(year), month, int(parts["day"] or 0)).isoformat()
    except ValueError:
        return ""
