"""Gives every document, and what it is wrapped in, one and the same identifier."""

from ..outbound.gp.document import GpDocument
from ..service import Service

CATCHES = ("GPM-06",)
CONDITION = "second document"


class _OneIdentifier(GpDocument):
    identifier = ""

    def new_identifier(self, _purpose: str) -> str:
        self.identifier = self.identifier or super().new_identifier(_purpose)
        return self.identifier


def install(service: Service) -> None:
    """Use one identifier for all."""
    service.gp_message.document.__class__ = _OneIdentifier
