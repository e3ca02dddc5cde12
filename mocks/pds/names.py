"""How two names are alike: the same, open at a wildcard, alike by ear, or given and family name changed round.

Source: Personal Demographics Service FHIR API, search (interface sheet pds-smsp-auth, section 5); Soundex as in the
US National Archives' rules. How much each likeness counts for is our own model: PDS publishes no formula.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

EXACT = 1.0
OPEN = 0.8343
"""A name that a wildcard left open, as the published sandbox scores one."""
BY_EAR = 0.95
CHANGED_ROUND = 0.9
_CODES = {
    letter: code
    for code, letters in enumerate(("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"), 1)
    for letter in letters
}


def likeness(family: str, given: Sequence[str], held_family: str, held_given: Sequence[str]) -> float:
    """Say how like a held name is to what a plain search asks for; 0 where it is not the one."""
    likenesses = [one_name(family, held_family)] if family else []
    for index, asked in enumerate(given):
        # a wildcard opens the first given name alone; further names are looked for among further names
        among = held_given[:1] if index == 0 or "*" in asked else held_given[1:]
        likenesses.append(max((one_name(asked, held) for held in among), default=0.0))
    return min(likenesses, default=EXACT)


def fuzzy_likeness(family: str, given: Sequence[str], held_family: str, held_given: Sequence[str]) -> float:
    """Say how like a held name is by ear, and with given and family name changed round."""
    first, held_first = given[0] if given else "", held_given[0] if held_given else ""
    straight = _by_ear(family, held_family) * _by_ear(first, held_first)
    if not (family and first):
        return straight
    return max(straight, _by_ear(family, held_first) * _by_ear(first, held_family) * CHANGED_ROUND)


def one_name(asked: str, held: str) -> float:
    """Compare one name, case aside: 1 for the same, less for one that a wildcard left open, 0 for another."""
    asked, held = asked.casefold().strip(), held.casefold()
    if "*" not in asked:
        return EXACT if asked == held else 0.0
    return OPEN if _fits(asked.split("*"), held) else 0.0


def soundex(name: str) -> str:
    """Give the Soundex code of a name: its first letter and three digits; empty for a name without letters."""
    plain = unicodedata.normalize("NFKD", name).upper()
    letters = [letter for letter in plain if "A" <= letter <= "Z"]
    if not letters:
        return ""
    digits, before = "", _CODES.get(letters[0], 0)
    for letter in letters[1:]:
        code = _CODES.get(letter, 0)
        if code and code != before:
            digits += str(code)
        if letter not in "HW":  # they part nothing: what stands on both sides of one is coded once
            before = code
    return (letters[0] + digits + "000")[:4]


def _by_ear(asked: str, held: str) -> float:
    """Compare one name by ear; what is not asked for counts as the same."""
    if not asked or one_name(asked, held):
        return EXACT
    code = soundex(asked)
    return BY_EAR if code and code == soundex(held) else 0.0


def _fits(parts: Sequence[str], held: str) -> bool:
    """Say whether texts stand in this order, the first at the beginning and the last at the end."""
    first, *middle, last = parts
    if not held.startswith(first) or len(held) < len(first) + len(last):
        return False
    at, end = len(first), len(held) - len(last)
    for part in middle:
        at = held.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return held.endswith(last)
