"""UUIDs and SHA-256 digests: a fifth of what a report has packed, if their digits were left to gzip."""

from __future__ import annotations

import re

from cpcs_harness.reporters.shared_lines import MARK

SIZE = 16
"""Bytes of a UUID; a digest has two such units."""

_DASHED = "{0}{{8}}-{0}{{4}}-{0}{{4}}-{0}{{4}}-{0}{{12}}"
_LOWER, _UPPER = "[0-9a-f]", "[0-9A-F]"
_HEX = re.compile(f"({_DASHED.format(_LOWER)})|({_DASHED.format(_UPPER)})|{_LOWER}{{64}}")


class Hexes:
    """The bytes of what was taken out of texts, each once."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._digits: list[str] = []
        self._units = 0

    @property
    def content(self) -> bytes:
        """The bytes, in the order in which they were found."""
        return bytes.fromhex("".join(self._digits))

    def taken_out(self, text: str) -> str:
        """Give a text with each UUID and digest between two marks, as a letter and a number.

        The letter is `u` or `U` for a UUID in small or capital letters, and `d` for a digest; the number, left out
        where it is 0, says how many units its bytes begin beyond the end of those that were named last in this text.
        """
        after_last = 0

        def named(match: re.Match[str]) -> str:
            nonlocal after_last
            kind = "u" if match[1] else "U" if match[2] else "d"
            place = self._place(match[0].replace("-", "").lower())
            beyond = place - after_last
            after_last = place + (2 if kind == "d" else 1)
            return f"{MARK}{kind}{beyond or ''}{MARK}"

        return _HEX.sub(named, text)

    def _place(self, digits: str) -> int:
        """Give the unit at which these digits begin."""
        if digits not in self._places:
            self._places[digits] = self._units
            self._digits.append(digits)
            self._units += len(digits) // (2 * SIZE)
        return self._places[digits]
