"""Reports twice the quantity that was supplied to the practice."""

from typing import Any

from ..consultations.record import Record
from ..outbound.gp.resources import GpResources
from ..service import Service

CATCHES = ("GPM-10",)


class _Double(GpResources):
    def items_of(self, record: Record) -> list[dict[str, Any]]:
        return [{**item, "quantity": item["quantity"] * 2} for item in super().items_of(record)]


def install(service: Service) -> None:
    """Double quantities."""
    service.gp_message.document.resources.__class__ = _Double
