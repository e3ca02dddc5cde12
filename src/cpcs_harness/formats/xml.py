"""Hostile XML: read with entities, DTDs and the network off."""

from __future__ import annotations

from typing import Any

from lxml import etree


def read_xml(body: bytes) -> Any:
    """Parse a body; None when it is not well-formed, or brings a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    tree: Any = root.getroottree()
    return None if tree.docinfo.doctype else root
