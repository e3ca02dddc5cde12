"""Writes the parts of ToolkitErrorInfo in another order than the schema has them."""

from lxml import etree

from ..formats.soap import ITK, Fault, Reply
from ..inbound.itk.intake import Intake
from ..service import Service

CATCHES = ("N111-45",)


class _Misordered(Intake):
    def fault(self, problem: Fault, relates_to: str) -> Reply:
        reply = super().fault(problem, relates_to)
        root = etree.fromstring(reply.body)
        info = root.find(f".//{{{ITK}}}ToolkitErrorInfo")
        if info is not None:
            info.insert(0, info[-1])
        return Reply(reply.status, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def install(service: Service) -> None:
    """Put the diagnostic text first."""
    service.intake.__class__ = _Misordered
