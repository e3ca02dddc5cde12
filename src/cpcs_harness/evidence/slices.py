"""Goes through a long text slice by slice, so that other threads have their turn between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

SLICE = 64 * 1024
"""Characters; some 1 ms of a search in compiled code, in which no other thread runs."""
_APART = re.compile(r"[G-Zg-z<>\"/=.,;:\n\0]")
"""Ends whatever is written with digits, spaces, hyphens and escapes."""
_SPACE = "%20"


def by_number(text: str) -> Iterator[str]:
    """Cut a text only where no number goes on, nor an escape before one: what finds numbers finds the same in all."""
    start = 0
    while len(text) - start > SLICE:
        apart = _APART.search(text, start + SLICE)
        if apart is None:
            break
        yield text[start : apart.start()]
        start = apart.start()
    yield text[start:]


def folded(text: str) -> Iterator[str]:
    """Fold what differs only in writing: case, and the spaces and escapes in numbers and postcodes."""
    start = 0
    while start < len(text):
        end = start + SLICE
        end += next((left for left in (1, 2) if text[end - 3 + left : end + left] == _SPACE), 0)
        part = text[start:end].replace(_SPACE, "").replace("+", "")
        yield "".join(part.split()).casefold()
        start = end
