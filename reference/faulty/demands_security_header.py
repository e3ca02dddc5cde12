"""Refuses a report without a Security header, as strict ITK would."""

from lxml import etree

from ..formats.soap import WSSE, Fault
from ..inbound.itk.headers import Headers
from ..service import Service

CATCHES = ("N111-12",)
CONDITION = "a sender without Security"


class _Strict(Headers):
    def check(self, header: etree._Element, host: str) -> None:
        if header.find(f"{{{WSSE}}}Security") is None:
            raise Fault("expected a Security header, received none")
        super().check(header, host)


def install(service: Service) -> None:
    """Demand the header."""
    service.headers.__class__ = _Strict
