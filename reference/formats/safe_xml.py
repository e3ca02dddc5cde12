"""XML from outside, read without document types, entities or the network."""

import re
from typing import Any

from lxml import etree

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlRefused(Exception):
    """The text is not XML that this system takes; the message says why."""


def parse(body: bytes) -> etree._Element:
    """Read a document, or say why it is not taken."""
    # ITK web services are UTF-8 only (rule WS-STD-01 of the toolkit workbench); UTF-16 may come without saying so.
    if body.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in body[:4]:
        raise XmlRefused("expected UTF-8, received UTF-16")
    # A parser serves one thread at a time, and errors of one document must not show in another.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefused(
            f"expected well-formed XML, received {len(body)} bytes that are not: {error}"
        ) from error
    info: Any = root.getroottree().docinfo  # the stubs know only part of it
    if info.doctype or info.internalDTD is not None:
        raise XmlRefused("expected XML without a DOCTYPE, received one with it")
    if (info.encoding or "UTF-8").upper() not in {"UTF-8", "UTF8", "ASCII", "US-ASCII"}:
        raise XmlRefused(f"expected UTF-8, received {info.encoding}")
    return root


def clean(text: str) -> str:
    """The text without the characters that XML cannot carry."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
