"""NHS numbers: the check digit, and numbers that were never given to anybody.

Source: NHS Data Dictionary, NHS NUMBER (modulus 11); PDS ranges, 9000000000 to 9999999999 are not issued.
"""

from __future__ import annotations

import random

_WEIGHTS = range(10, 1, -1)


def check_digit(first_nine: str) -> int | None:
    """Compute the tenth digit, or None where the first nine have none."""
    remainder = sum(int(digit) * weight for digit, weight in zip(first_nine, _WEIGHTS, strict=True)) % 11
    digit = (11 - remainder) % 11
    return None if digit == 10 else digit


def is_valid(number: str) -> bool:
    """Say whether ten ASCII digits end in their check digit."""
    if len(number) != 10 or not (number.isascii() and number.isdigit()):
        return False
    return check_digit(number[:9]) == int(number[9])


def is_synthetic(number: str) -> bool:
    """Say whether a number lies in the range that is kept for tests."""
    return number.startswith("9")


def issue(rng: random.Random, taken: set[str]) -> str:
    """Draw a fresh valid number that starts with 999, and add it to those taken."""
    while True:
        first_nine = f"999{rng.randrange(10**6):06d}"
        digit = check_digit(first_nine)
        number = f"{first_nine}{digit}"
        if digit is not None and number not in taken:
            taken.add(number)
            return number
