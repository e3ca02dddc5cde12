"""The attachments of a CDA document: named, and tried whether they can be read, but never shown as they are."""

import base64
from typing import Any

from lxml import etree

from ...formats.safe_xml import XmlRefused, parse

_NS = {"h": "urn:hl7-org:v3"}


def attachments(document: etree._Element) -> list[dict[str, Any]]:
    """Each attachment with what it is called, and whether this system could read it."""
    return [
        {"title": _title(media), "readable": is_readable(media.findtext("h:value", "", _NS))}
        for media in document.iterfind(".//h:observationMedia", _NS)
    ]


def notices(found: list[dict[str, Any]]) -> list[str]:
    """What is to be said of attachments that could not be read: the referral is taken all the same."""
    return [] if all(attachment["readable"] for attachment in found) else ["unreadable-attachment"]


def is_readable(encoded: str) -> bool:
    """Whether an attachment is XML in base64 that this system would open."""
    try:
        parse(base64.b64decode("".join(encoded.split()), validate=True))
    except (ValueError, XmlRefused):
        return False
    return True


def _title(media: etree._Element) -> str:
    """The system that made it, or else its media type: attachments have no title of their own."""
    for path, name in ((".//h:manufacturerModelName", "displayName"), ("h:value", "mediaType")):
        element = media.find(path, _NS)
        value = (element.get(name) or "").strip() if element is not None else ""
        if value:
            return value
    return "attachment"
