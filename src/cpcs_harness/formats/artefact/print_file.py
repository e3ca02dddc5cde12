"""A file for a printer: text, with the escape sequences of PCL or ESC/P, or with none."""

from __future__ import annotations

import re

from cpcs_harness.formats.artefact.unreadable import Unreadable

MAX_CHARACTERS = 200_000
"""Of the text of one artefact."""
_ESCAPES = re.compile(
    r"\x1b%-12345X(?:@PJL[^\n]*\n?)*"  # PJL, around a job
    r"|\x1b[&()*][a-z]?[-+]?[0-9.]*(?:[a-z][-+]?[0-9.]*)*[A-Z@]"  # PCL with parameters
    r"|\x1b[A-Z0-9@=<>](?:[\x00-\x08\x0e-\x1a])?"  # PCL and ESC/P, of two bytes or with one value
    r"|\x1b.?",
    re.DOTALL,
)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""What no text has, once escape sequences are out; tabs, new lines and form feeds stay."""


def printed_text(content: bytes) -> str:
    """Give the text that a printer would set; raises Unreadable for what is none."""
    written = _decoded(content)
    escaped = "\x1b" in written
    text = _ESCAPES.sub("", written)
    if escaped:
        text = _BINARY.sub("", text)
    if _BINARY.search(text) or not text.strip():
        raise Unreadable("it is neither a PDF nor text that a printer would set")
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"its text is longer than {MAX_CHARACTERS} characters")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
