"""Calls every NHS number verified in what it sends to the practice."""

from typing import Any

from ..outbound.gp import codes as codes
from ..outbound.gp.resources import GpResources
from ..service import Service

CATCHES = ("PDS-15",)
CONDITION = "a number that PDS did not confirm"


class _Sure(GpResources):
    def number_status(self, patient: dict[str, Any]) -> dict[str, Any]:
        return codes.number_status("01")


def install(service: Service) -> None:
    """Send 01 always."""
    service.gp_message.document.resources.__class__ = _Sure
