"""Lets people look without permission who give no reason."""

from ..pharmacy.scr_viewer import ScrViewer
from ..service import Service

CATCHES = ("SCR-06",)
CONDITION = "emergency access"


class _AsksNoReason(ScrViewer):
    def check_reason(self, reason: str) -> None:
        """Every reason will do, and none."""


def install(service: Service) -> None:
    """Ask for no reason."""
    service.scr_viewer.__class__ = _AsksNoReason
