"""Names the provider that sent the report as the practice, inside the document."""

from ..consultations.record import Record
from ..outbound.gp.resources import GpResources
from ..service import Service

CATCHES = ("GPM-09",)


class _SenderForPractice(GpResources):
    def practice_of(self, record: Record) -> dict[str, str]:
        return record.sender


def install(service: Service) -> None:
    """Name the wrong practice."""
    service.gp_message.document.resources.__class__ = _SenderForPractice
