"""Hostile XML: read with entities, DTDs and the network off."""

from __future__ import annotations

import gzip
import io
import threading
import zlib
from typing import Any

from lxml import etree

_LONGEST = 300
"""Characters of what the parser says; it may quote the message."""
MAX_PLAIN = 10 * 1024 * 1024
"""Bytes that a compressed message may unpack to."""

_MOST_LOOKED_THROUGH = 1024 * 1024
"""Bytes of a body that is read without a tree; of a text that is ten times as long, only the tree is refused."""
_SAFELY: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class TooLarge(ValueError):
    """A message unpacks to more than the harness reads."""


def read_xml(body: bytes) -> Any:
    """Parse a body; None when it is not well-formed, or brings a DTD."""
    try:
        root = etree.fromstring(body, _PARSERS.reading)
    except (etree.XMLSyntaxError, ValueError):
        return None
    tree: Any = root.getroottree()
    return None if tree.docinfo.doctype else root


def beginning(body: bytes, size: int) -> Any:
    """Parse what a body begins with, up to an end tag, and give its root so far; None where that cannot be told.

    Whether the body is well-formed is for `is_sound` to say. No CDATA stands in what is parsed, for it might be cut.
    """
    start = body[: body.find(b">", body.rfind(b"</", 0, size)) + 1]
    if b"<!" in start:
        return None
    try:
        return etree.fromstring(start, _PARSERS.mending)
    except (etree.XMLSyntaxError, ValueError):
        return None


def is_sound(body: bytes) -> bool:
    """Say whether a body is what `read_xml` reads, in half its time, for no tree is made; False where in doubt.

    What is wrong with an `xml:id` only the tree would tell.
    """
    if len(body) > _MOST_LOOKED_THROUGH:
        return False
    try:
        etree.fromstring(body, _PARSERS.looking)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return not len(_PARSERS.looking.error_log)


def why_unread(body: bytes) -> tuple[str, int]:
    """Say why `read_xml` gives nothing of a body, in the parser's own words with line and column; and the line."""
    try:
        etree.fromstring(body, _PARSERS.reading)
    except etree.XMLSyntaxError as wrong:
        line, column = wrong.position
        told = " ".join((wrong.msg or "it is not well-formed").split())[:_LONGEST]
        place = f"line {line}, column {column}"
        return (told if told.endswith(place) else f"{told}, {place}"), line
    except ValueError as wrong:
        return " ".join(str(wrong).split())[:_LONGEST], 0
    return "it brings a DTD", 0


class _Nothing:
    """What is made of a body that is only looked through."""

    def doctype(self, *_: str | None) -> None:
        """Refuse a DTD."""
        raise ValueError("it brings a DTD")

    def close(self) -> None:
        """End it."""


class _Parsers(threading.local):
    """Kept, for making one takes a twentieth of the time that a message takes; a thread's own, for each is locked."""

    def __init__(self) -> None:
        self.reading = etree.XMLParser(**_SAFELY)
        self.mending = etree.XMLParser(recover=True, **_SAFELY)
        nothing: Any = _Nothing()
        self.looking = etree.XMLParser(target=nothing, **_SAFELY)


_PARSERS = _Parsers()


def unpacked(body: bytes, encoding: str | None) -> bytes:
    """Give a body as it was before `Content-Encoding: gzip`; raises ValueError when it is not what that says."""
    if (encoding or "").strip().lower() != "gzip":
        return body
    try:
        with gzip.open(io.BytesIO(body)) as packed:
            plain = packed.read(MAX_PLAIN + 1)
    except (OSError, EOFError, zlib.error) as broken:
        raise ValueError(str(broken)) from broken
    if len(plain) > MAX_PLAIN:
        raise TooLarge(f"it unpacks to more than {MAX_PLAIN:,} bytes, which is all that the harness reads")
    return plain
