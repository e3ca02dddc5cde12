"""Texts as letters and digits alone, so that no blank, hyphen or stop hides anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

_BETWEEN = re.compile(r"[\W_]+")
_BETWEEN_IN_ASCII = bytes(code for code in range(128) if not chr(code).isalnum())
_WORD = re.compile(r"[^\W_]+")
_SHORT = 64
"""Letters of what is a value: the same ones stand in one call after another."""


def bare(text: str) -> str:
    """Give a text's letters and digits in small letters: no blank, hyphen or stop hides anybody."""
    return _bare_value(text) if len(text) <= _SHORT else _bare(text)


@lru_cache(20_000)
def _bare_value(text: str) -> str:
    return _bare(text)


def _bare(text: str) -> str:
    if text.isascii():  # nearly every text, and a tenth of the time
        return text.encode().lower().translate(None, _BETWEEN_IN_ASCII).decode()
    written = text.casefold().encode("utf-8", "surrogatepass").translate(None, _BETWEEN_IN_ASCII)
    return _BETWEEN.sub("", written.decode("utf-8", "surrogatepass"))


def stands_alone(mark: str, text: str, written: str = "") -> bool:
    """Say whether a mark, its letters and digits, stands in a text as words and numbers of its own.

    `written` is how it is written as a rule. Most stand there so: for the others alone the text's words are told apart.
    """
    return stands_alone_in(text.casefold(), mark, written)


def stands_alone_in(folded: str, mark: str, written: str = "") -> bool:
    """Say the same of a text that is in small letters already, as it is for one that has many marks."""
    is_part = str.isdecimal if mark.isdecimal() else str.isalnum
    forms = (form for form in (written.casefold(), mark) if form)
    return any(_is_in(form, folded, is_part) for form in forms) or _is_among(mark, _words(folded))


def _is_in(form: str, folded: str, is_part: Callable[[str], bool]) -> bool:
    at = folded.find(form)
    if at < 0:
        return False
    before, after = folded[max(at - 1, 0) : at], folded[at + len(form) : at + len(form) + 1]
    return not is_part(before) and not is_part(after)


def _is_among(mark: str, words: Words) -> bool:
    """Say whether a mark is whole words in a row; a number may stand right after a word, as in a file's name."""
    at = words.joined.find(mark)
    while at >= 0:
        end = at + len(mark)
        begins, ends = at in words.bounds, end in words.bounds
        if mark.isdecimal():
            begins = begins or not words.joined[at - 1].isdecimal()
            ends = ends or not words.joined[end].isdecimal()
        if begins and ends:
            return True
        at = words.joined.find(mark, at + 1)
    return False


class Words(NamedTuple):
    """The words and numbers of a text, run together, and the places between them."""

    joined: str
    bounds: frozenset[int]


@lru_cache(16)
def _words(folded: str) -> Words:
    found = _WORD.findall(folded)
    return Words("".join(found), frozenset(accumulate(map(len, found), initial=0)))
