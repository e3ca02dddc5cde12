"""ITK3 responses: what a practice's system says of a message that it was sent."""

from dataclasses import dataclass

from lxml import etree

from ...formats.safe_xml import XmlRefused, parse

_NS = {"f": "http://hl7.org/fhir"}
_RECEIVED = "20013"
_HANDLED = {"30001", "30004"}  # the patient is known; known, and recently deceased


@dataclass(frozen=True)
class Response:
    """One response: which message it is about, and what it says."""

    header_id: str
    code: str

    @property
    def kind(self) -> str:
        """Codes that begin with 3 tell of the business, all others of the transport."""
        return "business" if self.code.startswith("3") else "infrastructure"

    @property
    def good(self) -> bool:
        """Whether it says that all is well."""
        return self.code == _RECEIVED or self.code in _HANDLED


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
