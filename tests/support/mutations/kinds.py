"""In which ways one thing is made wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from mutations.leaf import BESIDE, GONE, TWICE

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_SLASHED = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_COMPACT = re.compile(r"\b(19|20)(\d\d)([01]\d)([0-3]\d)")
_CODE = re.compile(r"(?i)(?:DispoCode)?(Dx)0*(\d{1,4})")
MORE = " Allergic to penicillin."
WORDS_OF_TEXT = 3
LATER = 40
"""Days: a day off may be a matter of zones, and of what else was done about then."""


def changes(value: Any, others: list[Any]) -> Iterator[tuple[str, Any]]:
    """Give each kind of change with what it puts in the place; `others` is what other patients' messages say there."""
    yield "left out", GONE
    yield "beside", BESIDE
    if isinstance(value, (dict, list)) or value is None:
        yield "twice", TWICE
        return
    for other in others:
        if type(other) is type(value) and _meant(other) != _meant(value):
            yield "another's", other
            break
    yield "otherwise", otherwise(value)
    if isinstance(value, str) and len(value.split()) >= WORDS_OF_TEXT:
        yield "with more", value + MORE


def _meant(value: Any) -> Any:
    """Give what a code says in any of its spellings: Dx28, DX028 and DispoCodeDx28 are one; of all else, itself."""
    found = _CODE.fullmatch(value) if isinstance(value, str) else None
    return (found[1].casefold(), int(found[2])) if found else value


def otherwise(value: Any) -> Any:
    """Give another value of the same form."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    return _text_otherwise(str(value))


def _text_otherwise(text: str) -> str:
    for pattern, order in ((_ISO, (1, 2, 3)), (_SLASHED, (3, 2, 1))):
        found = pattern.search(text)
        if found:
            return text[: found.start()] + _later_day(found, order) + text[found.end() :]
    last = (text.split() or [""])[-1]
    if len(text.split()) >= WORDS_OF_TEXT and not any(map(str.isdigit, last)):
        return f"{text.rsplit(None, 1)[0]} {'Otherwise' if last[:1].isupper() else 'otherwise'}"
    at = max((place for place, letter in enumerate(text) if letter.isalnum()), default=None)
    if at is None:
        return text + "x"
    return text[:at] + _next_letter(text[at]) + text[at + 1 :]


def _later_day(found: re.Match[str], order: tuple[int, int, int]) -> str:
    try:
        day = date(*(int(found.group(part)) for part in order)) + timedelta(days=LATER)
    except ValueError:
        return found.group()
    return day.isoformat() if order[0] == 1 else day.strftime("%d/%m/%Y")


def _next_letter(letter: str) -> str:
    if letter.isdigit():
        return str((int(letter) + 1) % 10)
    return {"z": "a", "Z": "A"}.get(letter, chr(ord(letter) + 1) if letter.isascii() else "x")
