"""The payloads of a distribution envelope, decoded and decompressed where they were encoded."""

import base64
import binascii
import zlib
from collections.abc import Callable

from lxml import etree

from ...formats.safe_xml import XmlRefused, parse
from ...formats.soap import ITK, Fault
from .envelope import Distribution

_NS = {"itk": ITK}
_LARGEST = 10 * 1024 * 1024
_TRUE = {"true", "1"}


class Payloads:
    """Gives the documents of a message."""

    def documents(self, distribution: Distribution, reads: Callable[[str], bool]) -> list[etree._Element]:
        """The document of each payload whose profile is read, in the order of the message."""
        items = {item.get("id"): item for item in distribution.items}
        found = []
        for payload in distribution.payloads.findall("itk:payload", _NS):
            item = items.get(payload.get("id"))
            if item is None or reads(item.get("profileid") or ""):
                found.append(self.document(payload, item))
        return found

    def document(self, payload: etree._Element, item: etree._Element | None) -> etree._Element:
        """The document of one payload: as it stands, or unpacked as its manifest item says."""
        flags = {
            name for name in ("base64", "compressed", "encrypted") if item is not None and _on(item, name)
        }
        if "encrypted" in flags:
            raise Fault("expected a payload that can be read, received one that is encrypted")
        inside = list(payload)
        if not flags:
            if len(inside) != 1:
                raise Fault(f"expected one document in the payload, received {len(inside)}")
            return inside[0]
        if inside:
            raise Fault(
                f"expected packed text in a payload marked {' and '.join(sorted(flags))}, received XML"
            )
        return self.unpacked(payload.text or "", "compressed" in flags)

    def unpacked(self, text: str, compressed: bool) -> etree._Element:
        """The document in base64, which may be compressed as well."""
        try:
            body = base64.b64decode("".join(text.split()), validate=True)
            return parse(_inflated(body) if compressed else body)
        except (binascii.Error, ValueError, zlib.error) as error:
            raise Fault(
                f"expected base64 that can be unpacked, received text that cannot: {error}"
            ) from error
        except XmlRefused as refusal:
            raise Fault(f"in the unpacked payload: {refusal}") from refusal


def _inflated(body: bytes) -> bytes:
    stream = zlib.decompressobj(wbits=31)  # gzip
    inflated = stream.decompress(body, _LARGEST)
    if stream.unconsumed_tail:
        raise Fault(f"expected a payload of at most {_LARGEST} bytes, received more once it was unpacked")
    return inflated


def _on(item: etree._Element, name: str) -> bool:
    return (item.get(name) or "").strip().lower() in _TRUE
