"""Undoes gzip, zlib, raw deflate and zip: never more bytes than there is room for."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from cpcs_harness.formats.decodings.budget import Budget
from cpcs_harness.formats.decodings.text import is_text

_GZIP, _ZIP, _PDF = b"\x1f\x8b\x08", b"PK\x03\x04", b"%PDF-"
_SHORTEST = 9
"""Bytes of the shortest text in zlib."""
_SAMPLE = 512
"""Bytes by which it is tried whether something is in zlib."""
_HEAD = 32
"""Bytes of what comes out that say whether it is anything: one id in a thousand has the two bytes that begin zlib."""
_ID = 64
"""Bytes of the longest id: what begins as zlib and is no longer may be one, and is no fault where it breaks off."""
_CUT = 4
"""Places at which a letter of UTF-8 may be cut."""
_RAW = -zlib.MAX_WBITS
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises for archives that are broken, encrypted, or packed in a way that it lacks."""


def is_packed(content: bytes) -> bool:
    """Say whether bytes name themselves as packed."""
    return content.startswith((_GZIP, _ZIP)) or _is_zlib(content)


def _is_zlib(content: bytes) -> bool:
    if len(content) < _SHORTEST or not _begins_as_zlib(content):
        return False
    try:
        head = zlib.decompressobj().decompress(content[:_SAMPLE], _HEAD)
    except zlib.error:
        return False
    return head.startswith((_GZIP, _ZIP, _PDF)) or _begins_as_zlib(head) or _is_text(head)


def _begins_as_zlib(content: bytes) -> bool:
    # RFC 1950: method 8, a window of 32 KiB at most, and a check of the first two bytes, which many a word passes
    begins = int.from_bytes(content[:2], "big") if len(content) > 1 else 0
    method, window = begins >> 8 & 0x0F, begins >> 12
    return method == 8 and window <= 7 and begins % 31 == 0


def _is_text(head: bytes) -> bool:
    return any(is_text(head[: len(head) - cut]) for cut in range(_CUT))


def unpacked(content: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Give what is packed in bytes, each part with the way in which it was."""
    if content.startswith(_ZIP):
        yield from _members(content, budget)
    elif content.startswith(_GZIP):
        yield from _inflated("gzip", content, zlib.MAX_WBITS | 16, budget)
    elif _is_zlib(content) and len(content) <= _ID:
        yield "deflate", _as_far_as_it_goes(content)
    elif _is_zlib(content):
        yield from _inflated("deflate", content, zlib.MAX_WBITS, budget)


def _as_far_as_it_goes(content: bytes) -> bytes:
    stream, found = zlib.decompressobj(), b""
    try:
        for code in content:
            found += stream.decompress(bytes([code]), _SAMPLE)
    except zlib.error:
        pass
    return found[:_SAMPLE]


def deflated(content: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Give what is packed by raw deflate, which nothing in the bytes says."""
    yield from _inflated("deflate", content, _RAW, budget)


def _inflated(way: str, content: bytes, window: int, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Give each stream of those that stand one after another."""
    while content:
        stream = zlib.decompressobj(window)
        try:
            found = stream.decompress(content, budget.room + 1)
        except zlib.error:
            budget.leave(f"what is packed by {way} is broken")
            return
        if found:
            yield way, found
        if not stream.eof:
            if len(found) <= budget.room:
                budget.leave(f"what is packed by {way} is cut off")
            return
        content = stream.unused_data if window > 0 and stream.unused_data.startswith(_GZIP) else b""


def _members(content: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except _BROKEN:
        budget.leave("a zip file is broken")
        return
    yield "names in zip", "\n".join(member.filename for member in members).encode("utf-8", "replace")
    for number, member in enumerate(members):
        if number >= budget.limits.parts:
            budget.leave(f"it has more than {budget.limits.parts} parts")
            return
        try:
            with archive.open(member) as stream:
                yield "zip", stream.read(budget.room + 1)
        except _BROKEN as wrong:
            budget.leave(f"a member of a zip file cannot be read: {str(wrong)[:80]}")
