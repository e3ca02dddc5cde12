"""What a field of a request to RTEC may hold."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_a_day(text: str) -> bool:
    """Say whether a text is a day as YYYY-MM-DD."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_text(text: str) -> bool:
    """Say whether a text holds something, in ASCII alone."""
    return bool(text.strip()) and text.isascii() and text.isprintable()
