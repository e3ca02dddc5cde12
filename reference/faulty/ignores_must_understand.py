"""Ignores headers that it must understand and does not."""

from lxml import etree

from ..formats.soap import SOAP, Envelope
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-18",)
CONDITION = "a foreign header that must be understood"


class _Careless(Intake):
    def envelope(self, root: etree._Element) -> Envelope:
        for block in root.iterfind(f"{{{SOAP}}}Header/*"):
            block.attrib.pop(f"{{{SOAP}}}mustUnderstand", "")
        return super().envelope(root)


def install(service: Service) -> None:
    """Drop the demand."""
    service.intake.__class__ = _Careless
