"""Texts as letters and digits alone, so that no blank, hyphen or stop hides anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_BETWEEN = re.compile(r"[\W_]+")
_GAP = r"[\W_]*"


def bare(text: str) -> str:
    """Give a text's letters and digits in small letters: no blank, hyphen or stop hides anybody."""
    return _BETWEEN.sub("", text.casefold())


def stands_alone(mark: str, text: str, written: str = "") -> bool:
    """Say whether a mark, its letters and digits, stands in a text as words and numbers of its own.

    `written` is how it is written as a rule. Most stand there so: for the others alone a pattern is made.
    """
    folded, is_part = text.casefold(), str.isdecimal if mark.isdecimal() else str.isalnum
    forms = (form for form in (written.casefold(), mark) if form)
    return any(_is_in(form, folded, is_part) for form in forms) or _alone(mark).search(folded) is not None


def _is_in(form: str, folded: str, is_part: Callable[[str], bool]) -> bool:
    at = folded.find(form)
    if at < 0:
        return False
    before, after = folded[max(at - 1, 0) : at], folded[at + len(form) : at + len(form) + 1]
    return not is_part(before) and not is_part(after)


@lru_cache(20_000)
def _alone(mark: str) -> re.Pattern[str]:
    # A number may stand right after a word, as in a file's name; any other mark is a word itself.
    before, after = (r"(?<!\d)", r"(?!\d)") if mark.isdecimal() else (r"(?<![^\W_])", r"(?![^\W_])")
    return re.compile(before + _GAP.join(map(re.escape, mark)) + after)
