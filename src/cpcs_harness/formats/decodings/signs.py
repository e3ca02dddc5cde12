"""By what bytes are known: text, or something that has text in it."""

from __future__ import annotations

from cpcs_harness.formats.decodings import packed
from cpcs_harness.formats.decodings.text import is_text

_PDF = b"%PDF-"
_HEAD = 1024
"""Bytes at the beginning in which a PDF names itself."""
_LEAST = 9
"""Bytes below which nothing is said that stands for one person."""


def is_pdf(content: bytes) -> bool:
    """Say whether bytes name themselves a PDF."""
    return _PDF in content[:_HEAD]


def is_telling(content: bytes) -> bool:
    """Say whether bytes are a text, or name themselves as something that has text in it."""
    return len(content) >= _LEAST and (packed.is_packed(content) or is_pdf(content) or is_text(content))
