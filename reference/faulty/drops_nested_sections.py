"""Shows the first level of sections only."""

from typing import Any

from lxml import etree

from ..inbound.itk.cda import CDA
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-39",)
CONDITION = "a section within a section"


class _Flat(Intake):
    def read(self, document: etree._Element) -> dict[str, Any]:
        inner = f"{{{CDA}}}component/{{{CDA}}}section/{{{CDA}}}component/{{{CDA}}}section/{{{CDA}}}component"
        for section in document.findall(f".//{{{CDA}}}structuredBody/{inner}"):
            holder = section.getparent()
            if holder is not None:
                holder.remove(section)
        return super().read(document)


def install(service: Service) -> None:
    """Drop sections within sections."""
    service.intake.__class__ = _Flat
