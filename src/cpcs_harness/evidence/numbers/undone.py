"""Finds NHS numbers in bytes through all their encodings, as the account of what left a candidate reads them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cpcs_harness.evidence.numbers.found import NOTHING, Found, together
from cpcs_harness.evidence.numbers.structure import in_message
from cpcs_harness.evidence.numbers.written import numbers_in
from cpcs_harness.evidence.slices import decoded
from cpcs_harness.formats.decodings.budget import Budget
from cpcs_harness.formats.decodings.packed import is_packed, unpacked
from cpcs_harness.formats.decodings.read import readings
from cpcs_harness.formats.decodings.reading import Limits

WHOLE = 512 * 1024
"""Bytes that are read at once: more would keep other threads waiting, in compiled code."""
PIECE, _OVERLAP = 128 * 1024, 4096
_LIMITS = Limits(depth=6, parts=4_000)
_REMEMBERED = 4096
"""Characters of a text, such as a header, that is not read a second time."""


def in_bytes(content: bytes, media: str = "", packed: str = "", depth: int = 0) -> Found:
    """Say which numbers a message holds, with each encoding undone.

    A large one is read piece by piece, each piece with all its encodings: what is packed within it is read as far as
    one piece goes.
    """
    if len(content) <= WHOLE:
        return together(_in(reading.text) for reading in readings(content, media, packed, _LIMITS).texts)
    if is_packed(content):
        inner = unpacked(content, Budget(_LIMITS)) if depth < _LIMITS.depth else ()
        return together(in_bytes(piece, depth=depth + 1) for _, piece in inner if piece)
    return together([_in(decoded(content, "replace")), *map(in_bytes, _pieces(content))])


def in_said(text: str) -> Found:
    """Say which numbers a short text holds, with each encoding undone: most texts come again with each call."""
    return _in_short(text) if len(text) <= _REMEMBERED else in_bytes(text.encode("utf-8", "replace"))


@lru_cache(4096)
def _in_short(text: str) -> Found:
    return in_bytes(text.encode("utf-8", "replace"))


def _in(text: str) -> Found:
    numbers = numbers_in(text)
    return in_message(text, numbers) if numbers else NOTHING


def _pieces(content: bytes) -> Iterator[bytes]:
    """Cut bytes so that what stands across two pieces is in one of them too; at even places, for UTF-16."""
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE + _OVERLAP]
