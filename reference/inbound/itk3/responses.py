"""ITK3 responses: what a practice's system says of a message that it was sent."""

from dataclasses import dataclass

from lxml import etree

from ...formats.safe_xml import XmlRefused, parse

_NS = {"f": "http://hl7.org/fhir"}


@dataclass(frozen=True)
class Response:
    """One response: which message it is about, and what it says."""

    header_id: str
    code: str


def read(body: bytes) -> Response | None:
    """The response in a message; None where there is none."""
    try:
        root = parse(body)
    except XmlRefused:
        return None
    header = root.find(".//f:MessageHeader", _NS)
    if header is None or _value(header, "f:event/f:code") != "ITK008M":
        return None
    code = _value(root, ".//f:OperationOutcome/f:issue/f:details/f:coding/f:code")
    return Response(_value(header, "f:response/f:identifier").lower(), code)


def _value(element: etree._Element, path: str) -> str:
    found = element.find(path, _NS)
    return (found.get("value") or "") if found is not None else ""
