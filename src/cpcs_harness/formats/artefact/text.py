"""The text of an artefact: of a PDF, of a file for a printer, or as somebody typed it in."""

from __future__ import annotations

import hashlib
from functools import cache

from cpcs_harness.formats.artefact.pdf import PdfReader
from cpcs_harness.formats.artefact.print_file import printed_text
from cpcs_harness.formats.artefact.unreadable import Unreadable

MAX_BYTES = 2 * 1024 * 1024
"""Of one artefact; a larger one is not read."""
_HEAD = 1024
"""Bytes at the beginning in which a PDF names itself."""
_MOST = 1_000
"""Artefacts whose text is remembered."""
_read: dict[str, str | Unreadable] = {}


def text_of(content: bytes) -> str:
    """Give the text of an artefact, whatever it calls itself; raises Unreadable for one that has none."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"it has {len(content)} bytes, and at most {MAX_BYTES} are read")
    digest = hashlib.sha256(content).hexdigest()
    if digest not in _read:
        if len(_read) >= _MOST:
            _read.clear()
        _read[digest] = _found(content)
    found = _read[digest]
    if isinstance(found, Unreadable):
        raise Unreadable(str(found))
    return found


def _found(content: bytes) -> str | Unreadable:
    try:
        return _pdf_reader().text_of(content) if b"%PDF-" in content[:_HEAD] else printed_text(content)
    except Unreadable as why:
        return Unreadable(str(why))  # a new one: this one holds all that was read, by its traceback


@cache
def _pdf_reader() -> PdfReader:
    return PdfReader()
