"""Hostile XML: read with entities, DTDs and the network off."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Any

from lxml import etree

_LONGEST = 300
"""Characters of what the parser says; it may quote the message."""
MAX_PLAIN = 10 * 1024 * 1024
"""Bytes that a compressed message may unpack to."""


class TooLarge(ValueError):
    """A message unpacks to more than the harness reads."""


def read_xml(body: bytes) -> Any:
    """Parse a body; None when it is not well-formed, or brings a DTD."""
    try:
        root = etree.fromstring(body, _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    tree: Any = root.getroottree()
    return None if tree.docinfo.doctype else root


def why_unread(body: bytes) -> tuple[str, int]:
    """Say why `read_xml` gives nothing of a body, in the parser's own words with line and column; and the line."""
    try:
        etree.fromstring(body, _parser())
    except etree.XMLSyntaxError as wrong:
        line, column = wrong.position
        told = " ".join((wrong.msg or "it is not well-formed").split())[:_LONGEST]
        place = f"line {line}, column {column}"
        return (told if told.endswith(place) else f"{told}, {place}"), line
    except ValueError as wrong:
        return " ".join(str(wrong).split())[:_LONGEST], 0
    return "it brings a DTD", 0


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


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
