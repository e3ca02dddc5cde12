"""Undoes gzip, zlib, raw deflate and zip: never more bytes than there is room for."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from cpcs_harness.formats.decodings.budget import Budget

_GZIP, _ZIP = b"\x1f\x8b\x08", b"PK\x03\x04"
_SHORTEST = 9
"""Bytes of the shortest text in zlib."""
_ID = 64
"""Bytes of the longest id. One in a thousand begins as zlib does: what is no longer is no fault where it breaks off."""
_SAMPLE = 512
"""Bytes by which it is tried whether something is in zlib."""
_RAW = -zlib.MAX_WBITS
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises for archives that are broken, encrypted, or packed in a way that it lacks."""


def is_packed(content: bytes) -> bool:
    """Say whether bytes name themselves as packed."""
    return content.startswith((_GZIP, _ZIP)) or _is_zlib(content)


def _is_zlib(content: bytes) -> bool:
    # RFC 1950: method 8, a window of 32 KiB at most, and a check of the first two bytes, which many a word passes
    if len(content) < _SHORTEST or content[0] & 0x0F != 8 or content[0] >> 4 > 7:
        return False
    try:
        return int.from_bytes(content[:2], "big") % 31 == 0 and bool(
            zlib.decompressobj().decompress(content[:_SAMPLE], 1)
        )
    except zlib.error:
        return False


def unpacked(content: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Give what is packed in bytes, each part with the way in which it was."""
    if content.startswith(_ZIP):
        yield from _members(content, budget)
    elif content.startswith(_GZIP):
        yield from _inflated("gzip", content, zlib.MAX_WBITS | 16, budget)
    elif _is_zlib(content):
        yield from _inflated("deflate", content, zlib.MAX_WBITS, budget)


def deflated(content: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Give what is packed by raw deflate, which nothing in the bytes says."""
    yield from _inflated("deflate", content, _RAW, budget)


def _inflated(way: str, content: bytes, window: int, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Give each stream of those that stand one after another."""
    may_be_id = window == zlib.MAX_WBITS and len(content) <= _ID
    while content:
        stream = zlib.decompressobj(window)
        try:
            found = stream.decompress(content, budget.room + 1)
        except zlib.error:
            if may_be_id:
                yield way, _as_far_as_it_goes(content, window)
            else:
                budget.leave(f"what is packed by {way} is broken")
            return
        if found:
            yield way, found
        if not stream.eof:
            if len(found) <= budget.room and not may_be_id:
                budget.leave(f"what is packed by {way} is cut off")
            return
        content = stream.unused_data if window > 0 and stream.unused_data.startswith(_GZIP) else b""


def _as_far_as_it_goes(content: bytes, window: int) -> bytes:
    stream, found = zlib.decompressobj(window), b""
    try:
        for code in content:
            found += stream.decompress(bytes([code]))
    except zlib.error:
        pass
    return found


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
