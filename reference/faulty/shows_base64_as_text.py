"""Takes a packed payload and shows it as it travelled."""

from lxml import etree

from ..inbound.itk.cda import CDA
from ..inbound.itk.payloads import Payloads
from ..service import Service

CATCHES = ("N111-19",)
CONDITION = "a payload in base64"


class _Raw(Payloads):
    def unpacked(self, text: str, compressed: bool) -> etree._Element:
        document = super().unpacked(text, compressed)
        for section in document.iterfind(".//h:section/h:component/h:section/h:text", {"h": CDA}):
            for child in list(section):
                section.remove(child)
            section.text = text[:2000]
        return document


def install(service: Service) -> None:
    """Show the letters of the packed payload."""
    service.payloads.__class__ = _Raw
