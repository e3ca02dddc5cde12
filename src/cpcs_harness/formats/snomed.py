"""SNOMED CT identifiers, as dm+d uses them: length, check digit, partition and namespace.

Source: SNOMED CT Technical Implementation Guide, SCTID (Verhoeff); NHS dm+d namespace 1000001.
"""

from __future__ import annotations

_D5 = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_PERMUTATION = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
DMD_NAMESPACE = "1000001"


def verhoeff_holds(digits: str) -> bool:
    """Say whether digits end in their Verhoeff check digit."""
    check = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit)
        for _ in range(position % 8):
            value = _PERMUTATION[value]
        check = _D5[check][value]
    return check == 0


def why_not_a_dmd_code(code: object) -> str:
    """Say what is wrong with a code as a dm+d concept identifier; empty when nothing is."""
    if not isinstance(code, str) or not (code.isascii() and code.isdigit()):
        return "it is not a text of digits"
    if not 6 <= len(code) <= 18 or code.startswith("0"):
        return "it has not 6 to 18 digits, or starts with 0"
    if not verhoeff_holds(code):
        return "its check digit is wrong"
    partition = code[-3:-1]
    if partition not in ("00", "10"):
        return f"its partition is {partition}, which is not a concept's (00 or 10)"
    if partition == "10" and code[-10:-3] != DMD_NAMESPACE:
        return f"its namespace is {code[-10:-3]}, and dm+d's is {DMD_NAMESPACE}"
    return ""
