"""Alerts an emergency as if the patient had given permission."""

from ..national.scr.alert import CLAIMED, ScrAlerts
from ..service import Service

CATCHES = ("SCR-07",)
CONDITION = "emergency access"


class _AlertsAsAnyView(ScrAlerts):
    def pairs(self, emergency: bool) -> tuple[tuple[str, str], ...]:
        return CLAIMED


def install(service: Service) -> None:
    """Hide the emergency."""
    service.scr_viewer.alerts.__class__ = _AlertsAsAnyView
