"""Rows of letters of one kind, found by way of a table: a fifth of the time that a pattern takes."""

from __future__ import annotations

from collections.abc import Iterator

_LETTER, _OTHER = b"x", b" "


class Rows:
    """Letters of one kind, of which so many in a row count."""

    def __init__(self, letters: str, least: int) -> None:
        """Take the letters, which are of ASCII."""
        self._alike = bytes((_LETTER if chr(code) in letters else _OTHER)[0] for code in range(256))
        self._least = _LETTER * least

    def within(self, content: bytes) -> Iterator[tuple[int, int]]:
        """Give where each row begins and ends; one that is followed by such a letter has not ended."""
        alike = content.translate(self._alike)
        start = alike.find(self._least)
        while start >= 0:
            end = alike.find(_OTHER, start)
            end = end if end >= 0 else len(alike)
            yield start, end
            start = alike.find(self._least, end)
