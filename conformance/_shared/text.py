"""Texts made comparable, where a screen or a sender may write a number or a name in several ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_BETWEEN = re.compile(r"[\W_]+")


def letters_and_digits(text: object) -> str:
    """Give a text's letters and digits, in small letters: no blank, hyphen or stop hides a number, a name or a date."""
    return _BETWEEN.sub("", str(text).casefold())


def plain_name(text: object) -> str:
    """Give a name in one case and one form of Unicode, with single blanks: screens show family names in capitals."""
    return " ".join(unicodedata.normalize("NFC", str(text or "")).casefold().split())


def plain_postcode(text: object) -> str:
    """Give a postcode in capitals and without its blank."""
    return "".join(str(text or "").split()).upper()


def plain_address(lines: Iterable[object]) -> str:
    """Give an address as letters and digits alone: where its lines end, and its commas, are a matter of layout."""
    return letters_and_digits("".join(str(line or "") for line in lines))
