"""Shows the first cell of each row of a table only."""

from typing import Any

from lxml import etree

from ..inbound.itk.cda import CDA
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-39",)
CONDITION = "a table"


class _FirstCell(Intake):
    def read(self, document: etree._Element) -> dict[str, Any]:
        for row in document.findall(f".//{{{CDA}}}tr"):
            for cell in list(row)[1:]:
                row.remove(cell)
        return super().read(document)


def install(service: Service) -> None:
    """Drop all cells but the first."""
    service.intake.__class__ = _FirstCell
