"""Sends medicines out as text, without a code."""

from typing import Any

from ..pharmacy.medicines import Medicines
from ..service import Service

CATCHES = ("DMD-01",)


class _Uncoded(Medicines):
    def concept(self, item: dict[str, Any], system: str) -> dict[str, Any]:
        return {"text": item["display"]}


def install(service: Service) -> None:
    """Send medicines uncoded."""
    service.medicines.__class__ = _Uncoded
