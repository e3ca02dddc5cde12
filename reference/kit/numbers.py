"""Numbers that tell people apart, and prescriptions: NHS number, GPhC number, identifiers, and their check digits."""

import re
from typing import Any

_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+"
SHORT_PRESCRIPTION = re.compile(r"[0-9A-F]{6}-[0-9A-Z]{6}-[0-9A-F]{5}[0-9A-Z+]")
"""The form of a prescription's identifier, of release 2."""


def plain_nhs_number(text: str) -> str:
    """The number as ten digits, without the spaces and hyphens that people write it with."""
    return re.sub(r"[\s-]", "", text)


def is_nhs_number(text: str) -> bool:
    """Ten digits of which the last is the check digit of the others (modulus 11)."""
    if not re.fullmatch(r"[0-9]{10}", text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, range(10, 1, -1), strict=False))
    check = (11 - total % 11) % 11  # a remainder of 10 belongs to no number, and matches no digit
    # Ten times the same digit satisfies the sum, and is what people put where they have no number.
    return check == int(text[9]) and len(set(text)) > 1


def is_one_person(left: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether nothing says that two patients of documents are different people: valid numbers, or whole birth dates."""
    for name, is_whole in (("nhs_number", is_nhs_number), ("birth_date", _is_whole_date)):
        values = [plain_nhs_number(str(patient.get(name) or "")) for patient in (left, right)]
        if all(is_whole(value) for value in values):
            return values[0] == values[1]
    return True


def _is_whole_date(text: str) -> bool:
    return re.fullmatch(r"[0-9]{8}", text) is not None  # as YYYY-MM-DD without its hyphens


def is_gphc_number(text: str) -> bool:
    """Seven digits, as the General Pharmaceutical Council gives them."""
    return re.fullmatch(r"[0-9]{7}", text) is not None


def ends_rightly(identifier: str) -> bool:
    """Whether a prescription's identifier ends in the check character of the others (ISO 7064, MOD 37-2)."""
    total = 0
    for character in identifier[:-1].replace("-", ""):
        total = (total + _CHARACTERS.index(character)) * 2 % 37
    return (total + _CHARACTERS.index(identifier[-1])) % 37 == 1
