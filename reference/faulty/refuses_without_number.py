"""Refuses a report without an NHS number."""

from lxml import etree

from ..formats.soap import Fault
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111O-01",)
CONDITION = "a patient without an NHS number"


class _Demanding(Intake):
    def check_document(self, document: etree._Element) -> None:
        super().check_document(document)
        if not self.read(document)["patient"]["nhs_number"]:
            raise Fault("expected an NHS number, received none")


def install(service: Service) -> None:
    """Demand a number."""
    service.intake.__class__ = _Demanding
