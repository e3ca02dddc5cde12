"""Identifiers of prescriptions: the form, and the check character.

Source: interface sheet dos-eps-rtec-scr-dmd, 3.4 (ISO 7064, MOD 37-2; `+` is the last value).
"""

from __future__ import annotations

import re

_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+"
_SHORT = re.compile(r"[0-9A-F]{6}-[0-9A-Z]{6}-[0-9A-F]{5}[0-9A-Z+]")
_LONG = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}[0-9A-Z+]")


def check_character(body: str) -> str:
    """Compute what follows the characters of an identifier, whose dashes do not count."""
    total = 0
    for character in body.replace("-", ""):
        total = (total + _CHARACTERS.index(character)) * 2 % 37
    return _CHARACTERS[(38 - total) % 37]


def is_valid(identifier: str) -> bool:
    """Say whether an identifier has the form of release 2 or 1, and ends in its check character."""
    formed = _SHORT.fullmatch(identifier) or _LONG.fullmatch(identifier)
    return formed is not None and check_character(identifier[:-1]) == identifier[-1]


def is_short(identifier: str) -> bool:
    """Say whether an identifier is a valid one of release 2."""
    return _SHORT.fullmatch(identifier) is not None and is_valid(identifier)
