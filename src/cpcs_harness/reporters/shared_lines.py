"""Lines that fragments of a report share, whole or but for the numbers and identifiers in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

Fragments = Mapping[str, str]
"""HTML by the id of the element that it is drawn into."""

MARK = "\x7f"
"""Stands where a value goes. No text of a report has it: it cannot be seen (see `text.visible`)."""

_VALUE = re.compile(r"(\b\w*\d[\w.:,+-]*)", re.ASCII)
"""A word with a digit in it, which has no blank; ASCII is found in half of the time."""


def without_mark(text: str) -> str:
    """Give a text without the mark, should it have one after all: its picture stands for it."""
    return text.replace(MARK, "\u2421")


class SharedLines:
    """The lines that stand in more than one of some texts, and the forms that more than one line has."""

    def __init__(self, texts: Sequence[str]) -> None:
        holders: Counter[str] = Counter()
        for text in texts:
            holders.update(set(text.split("\n")))
        self._lines = frozenset(line for line, count in holders.items() if count > 1)
        forms = Counter(form for line, count in holders.items() if count == 1 and (form := _form(line)))
        # Lines are parted again where they are named: to hold what all of them came to takes 60 MB in a run of 88.
        self._forms = frozenset(form for form, count in forms.items() if count > 1)
        self._places: dict[str, int] = {}

    @property
    def named(self) -> list[str]:
        """The lines and forms that were named, in the order of their first use."""
        return list(self._places)

    def parts(self, text: str) -> tuple[list[str | int], list[str]]:
        """Give the pieces of a text, and the values in them, as `packing.Packed` says."""
        pieces: list[str | int] = []
        values: list[str] = []
        own: list[str] = []
        places, after_last = self._places, 0
        for line in text.split("\n"):
            form, inside = (line, []) if line in self._lines else _parted(line)
            if line not in self._lines and form not in self._forms:
                own.append(line)
                continue
            if own:
                pieces.append("\n".join(own))
                own = []
            if (place := places.get(form)) is None:
                place = places[form] = len(places)
            pieces.append(place - after_last)
            after_last = place + 1
            if inside:
                values += inside
        if own:
            pieces.append("\n".join(own))
        return pieces, values


def _form(line: str) -> str:
    """Give a line with a mark for each value; nothing for one that has no value."""
    form, values = _VALUE.subn(MARK, line)
    return form if values else ""


def _parted(line: str) -> tuple[str, list[str]]:
    """Give a line with a mark for each value, and the values."""
    parts = _VALUE.split(line)
    return MARK.join(parts[::2]), parts[1::2]
