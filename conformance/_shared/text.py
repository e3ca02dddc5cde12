"""Texts made comparable, where a screen or a sender may write a number or a name in several ways."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable

from cpcs_harness.judging.account.bare import bare

_NEWER = str.maketrans({"\ua7cb": "\u0264", "\ua7d2": "\ua7d3", "\ua7d4": "\ua7d5", "\ua7dc": "\u019b"})
"""Capitals that Unicode has since version 16 or 17, by their small letters, which are older; Python may be older."""


def letters_and_digits(text: object) -> str:
    """Give a text's letters and digits, in small letters: no blank, hyphen or stop hides a number, a name or a date."""
    return bare(str(text))


def plain_name(text: object) -> str:
    """Give a name in one case and one form of Unicode, with single blanks: screens show family names in capitals."""
    # By way of capitals, for some small letters share one: what a screen shows as I may have been sent without its dot.
    cased = unicodedata.normalize("NFC", str(text or "")).translate(_NEWER).upper().casefold()
    return " ".join(unicodedata.normalize("NFC", cased).split())


def plain_postcode(text: object) -> str:
    """Give a postcode in capitals and without its blank."""
    return "".join(str(text or "").split()).upper()


def plain_reference(text: object) -> str:
    """Give a case's or a referral's reference in small letters and without blanks, as screens may break it up."""
    return "".join(str(text or "").split()).casefold()


def plain_address(lines: Iterable[object]) -> str:
    """Give an address as letters and digits alone: where its lines end, and its commas, are a matter of layout."""
    return letters_and_digits("".join(str(line or "") for line in lines))


LABEL = 24
"""Letters of a label, such as Address line 2, that may stand between two lines of an address."""


def address_among(lines: Iterable[str]) -> re.Pattern[str]:
    """Give what finds an address among letters and digits: its lines in order, each behind a label or not."""
    parts = filter(None, (letters_and_digits(line) for line in lines))
    return re.compile(f".{{0,{LABEL}}}".join(map(re.escape, parts)), re.DOTALL)


def dates(iso: str) -> list[str]:
    """Give the usual writings of a date."""
    year, month, day = iso.split("-")
    name = calendar.month_name[int(month)]
    days, months = (day, str(int(day))), (name, name[:3])
    plain = [f"{written}{gap}{month}{gap}{year}" for written in days for gap in "/-."]
    return [
        iso,
        *plain,
        *(f"{written}{gap}{m}{gap}{year}" for written in days for m in months for gap in " -"),
    ]
