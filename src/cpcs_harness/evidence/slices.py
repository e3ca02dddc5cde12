"""Goes through a long text slice by slice, so that other threads have their turn between two of them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

SLICE = 64 * 1024
"""Characters; some 1 ms of a search in compiled code, in which no other thread runs."""
_APART = re.compile(r"[^\W\d_]|(?<=[\W_]{5})[\W_]|(?<=\d{16})\d(?=\d{16})")
"""Before these a text may be cut: a letter, one sign of many in a row, the midst of a long row of digits."""
_NEAR = 4096
"""Characters within which nearly every text has such a place."""
_NO_DIGIT = re.compile(r"\D")
_SEPARATOR = re.compile(r"[\W_]")
_SPACE = "%20"


def by_number(text: str) -> Iterator[str]:
    """Cut a text only where no number goes on, nor an escape before one: what finds numbers finds the same in all.

    Where there is no such place for long, two slices overlap, and may have the same number twice.
    """
    start = 0
    while len(text) - start > SLICE + _NEAR:
        apart = _APART.search(text, start + SLICE, start + SLICE + _NEAR)
        first = apart or _SEPARATOR.search(text, start + SLICE)
        end = apart or _SEPARATOR.search(text, start + SLICE + _NEAR)
        if first is None or end is None:
            break
        yield text[start : end.start()]
        start = first.start()
    yield text[start:]


def overlapping(text: str) -> Iterator[str]:
    """Cut a text into slices that overlap by so much that what stands near a number is in one slice with it."""
    start = 0
    while len(text) - start > SLICE + _NEAR:
        end = _NO_DIGIT.search(text, start + SLICE + _NEAR)
        yield text[start : end.start() if end else None]
        start += SLICE
    yield text[start:]


def decoded(content: bytes, errors: str) -> str:
    """Decode a long UTF-8 text."""
    if len(content) <= SLICE:
        return content.decode("utf-8", errors)
    decoder = codecs.getincrementaldecoder("utf-8")(errors)
    parts = [decoder.decode(content[at : at + SLICE]) for at in range(0, len(content), SLICE)]
    return "".join([*parts, decoder.decode(b"", True)])


def folded(text: str) -> Iterator[str]:
    """Fold what differs only in writing: case, and the spaces and escapes in numbers and postcodes."""
    start = 0
    while start < len(text):
        end = start + SLICE
        if end < len(text):
            end += next((left for left in (1, 2) if text[end - 3 + left : end + left] == _SPACE), 0)
        part = text[start:end].replace(_SPACE, "").replace("+", "")
        yield "".join(part.split()).casefold()
        start = end
