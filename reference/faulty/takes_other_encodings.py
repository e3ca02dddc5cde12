"""Takes XML in any encoding, which ITK web services do not use."""

from lxml import etree

from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-14",)
CONDITION = "a message in UTF-16 or ISO 8859-1"


class _AnyEncoding(Intake):
    def parse(self, body: bytes) -> etree._Element:
        return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))


def install(service: Service) -> None:
    """Let the XML say its encoding."""
    service.intake.__class__ = _AnyEncoding
