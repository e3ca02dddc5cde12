"""Holding a patient of a national service against the patient of a referral."""

import unicodedata
from typing import Any

_FIELDS = {
    "family": "family name",
    "given": "first name",
    "birth_date": "birth date",
    "gender": "gender",
}
"""What is compared, and what it is called."""


class Comparing:
    """Says what differs; what one side does not say differs from nothing."""

    def differences(self, reported: dict[str, Any], held: dict[str, Any]) -> dict[str, tuple[str, str]]:
        """The fields that differ, with what the referral says and what the national service says."""
        pairs = {name: (str(reported.get(name) or ""), str(held.get(name) or "")) for name in _FIELDS}
        return {name: pair for name, pair in pairs.items() if all(pair) and not _agree(name, *pair)}

    def is_somebody_else(self, reported: dict[str, Any], held: dict[str, Any]) -> bool:
        """Whether neither family name nor birth date agree: a number can be another patient's."""
        return {"family", "birth_date"} <= self.differences(reported, held).keys()

    def in_words(self, reported: dict[str, Any], held: dict[str, Any]) -> list[str]:
        """The differences as sentences."""
        return [
            f"The {_FIELDS[name]} differs: {left} in the referral, {right} here."
            for name, (left, right) in self.differences(reported, held).items()
        ]


def _agree(name: str, left: str, right: str) -> bool:
    if name == "birth_date":
        return left.startswith(right) or right.startswith(left)  # as much as both know
    if name == "gender":
        return left == right or not {left, right} <= {"male", "female"}
    if name == "given":
        return _first(left) == _first(right)  # further names are often left out
    return _plain(left) == _plain(right)


def _first(names: str) -> str:
    return _plain(next(iter(names.split()), ""))


def _plain(name: str) -> str:
    """A name's letters: case, accents, hyphens and apostrophes get lost on many ways."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalpha())
