"""Hostile XML: read with entities, DTDs and the network off."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Any

from lxml import etree

MAX_PLAIN = 10 * 1024 * 1024
"""Bytes that a compressed message may unpack to."""


class TooLarge(ValueError):
    """A message unpacks to more than the harness reads."""


def read_xml(body: bytes) -> Any:
    """Parse a body; None when it is not well-formed, or brings a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    tree: Any = root.getroottree()
    return None if tree.docinfo.doctype else root


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
