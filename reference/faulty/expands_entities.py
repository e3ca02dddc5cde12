"""Expands entities, those of files among them, and takes the message."""

from lxml import etree

from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-17",)
CONDITION = "an entity in the text"


class _Expanding(Intake):
    def parse(self, body: bytes) -> etree._Element:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=True))
        return etree.fromstring(etree.tostring(root), etree.XMLParser(resolve_entities=False))


def install(service: Service) -> None:
    """Resolve entities."""
    service.intake.__class__ = _Expanding
