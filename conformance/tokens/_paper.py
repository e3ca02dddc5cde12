"""What a token says: its text made comparable, the boxes that are ticked, and the numbers beside a medicine.

Source: interface sheet dos-eps-rtec-scr-dmd, 4.4; how it is laid out is a model (docs/reference/token-model.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from unicodedata import normalize

from cpcs_harness.people import nhs_number
from cpcs_harness.profiles import Profile

from .._shared.text import letters_and_digits

NEAR = 2
"""Lines after a medicine in which its quantity may stand; or it stands in the one before."""
_NUMBER = re.compile(r"(?<![\w.,/:-])(?:x|X)?(\d+(?:[.,]\d+)?)(?![\d/:-]|[.,]\d)")
"""One that is no part of a date, a time, a code or a longer number; `x28` is 28."""


_ISSUED = re.compile(r"(?<![0-9])999[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])")


@lru_cache(4096)
def _whole(written: str) -> re.Pattern[str]:
    """Give the expression for something that does not go on in another letter or digit at either end."""
    letters = letters_and_digits(normalize("NFC", written))
    before, after = (r"\d" if end.isdecimal() else r"[^\W\d_]" for end in (letters[:1], letters[-1:]))
    return re.compile(rf"(?<!{before})" + r"[\W_]*".join(map(re.escape, letters)) + rf"(?!{after})")


@dataclass(frozen=True)
class Paper:
    """The text of one or several tokens that were printed together."""

    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Its lines that are not blank."""
        return [line for line in self.text.splitlines() if line.strip()]

    @cached_property
    def plain(self) -> str:
        """Its text in small letters, and in one form of Unicode."""
        return normalize("NFC", self.text).casefold()

    def says(self, written: str) -> bool:
        """Say whether something stands in it whole, whatever lies between its letters and digits: no 3 in a 13."""
        return bool(_whole(written).search(self.plain))

    @cached_property
    def nhs_numbers(self) -> set[str]:
        """The NHS numbers on it that a run can have given to a patient."""
        found = {letters_and_digits(written) for written in _ISSUED.findall(self.text)}
        return {number for number in found if nhs_number.is_valid(number)}

    def says_one_of(self, forms: Sequence[str]) -> bool:
        """Say whether one of several writings stands in it."""
        return any(self.says(form) for form in forms if letters_and_digits(form))

    def numbers_beside(self, display: str) -> set[float]:
        """Give the numbers that stand near a medicine, but for those in its own name; none where it is not there."""
        letters = list(self._letters())
        whole, wanted = "".join(letter for letter, _, _ in letters), letters_and_digits(display)
        found: set[float] = set()
        start = whole.find(wanted)
        while start >= 0:
            found |= self._numbers_near(letters[start][1:], letters[start + len(wanted) - 1][1:])
            start = whole.find(wanted, start + 1)
        return found

    def _letters(self) -> Iterator[tuple[str, int, int]]:
        """Give each letter and digit, with its line and its place there."""
        for number, line in enumerate(self.lines):
            for place, character in enumerate(line):
                for letter in letters_and_digits(character):
                    yield letter, number, place

    def _numbers_near(self, first: tuple[int, int], last: tuple[int, int]) -> set[float]:
        """Give the numbers around what stands from one place to another."""
        before = [*self.lines[max(first[0] - 1, 0) : first[0]], self.lines[first[0]][: first[1]]]
        after = [self.lines[last[0]][last[1] + 1 :], *self.lines[last[0] + 1 : last[0] + 1 + NEAR]]
        near = "\n".join([*before, *after])
        return {float(number.replace(",", ".")) for number in _NUMBER.findall(near)}

    def ticked(self, profile: Profile) -> set[str]:
        """Give the letters of the boxes that are ticked, and the words for a charge that was paid."""
        marks = "|".join(re.escape(mark) for mark in profile["ticked"])
        letters = "|".join(sorted(map(re.escape, set(profile["boxes"].values())), key=len, reverse=True))
        words = re.escape(profile["paid"])
        box = re.compile(rf"(?:{marks})\s*(?:({letters})\b|((?i:{words})))")
        return {found[1] or profile["paid"] for found in box.finditer(self.text)}
