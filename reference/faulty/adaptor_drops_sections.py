"""Shows the first section of what the 111 Adaptor hands on, and no other."""

from ..formats.fhir_json import Resources
from ..inbound.adaptor.bundle import AdaptorReader
from ..service import Service

CATCHES = ("ADP-02",)
CONDITION = "a report of several sections"
NEEDS_BROKER = True


class _FirstOnly(AdaptorReader):
    def sections(self, resources: Resources) -> list[dict[str, str]]:
        return super().sections(resources)[:1]


def install(service: Service) -> None:
    """Leave the other sections out."""
    service.adaptor_queue.intake.reader.__class__ = _FirstOnly
