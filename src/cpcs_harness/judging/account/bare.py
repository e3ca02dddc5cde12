"""Texts as letters and digits alone, so that no blank, hyphen or stop hides anybody."""

from __future__ import annotations

import re
from functools import lru_cache

_BETWEEN = re.compile(r"[\W_]+")
_GAP = r"[\W_]*"


def bare(text: str) -> str:
    """Give a text's letters and digits in small letters: no blank, hyphen or stop hides anybody."""
    return _BETWEEN.sub("", text.casefold())


def stands_alone(mark: str, text: str) -> bool:
    """Say whether a mark, its letters and digits, stands in a text as words and numbers of its own."""
    return _alone(mark).search(text.casefold()) is not None


@lru_cache(20_000)
def _alone(mark: str) -> re.Pattern[str]:
    # A number may stand right after a word, as in a file's name; any other mark is a word itself.
    before, after = (r"(?<!\d)", r"(?!\d)") if mark.isdecimal() else (r"(?<![^\W_])", r"(?![^\W_])")
    return re.compile(before + _GAP.join(map(re.escape, mark)) + after)
