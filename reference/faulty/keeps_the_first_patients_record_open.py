"""Keeps a patient's Summary Care Record on the screen when the next referral is opened."""

from typing import Any

from ..pharmacy.scr_viewer import OpenRecords
from ..service import Service

CATCHES = ("SCR-21",)
CONDITION = "second patient"


class _KeepsOpen(OpenRecords):
    def turn_to(self, ods: str, name: str, referral: str) -> dict[str, Any] | None:
        _, shown = self._open.get((ods, name), ("", {}))
        return shown or None


def install(service: Service) -> None:
    """Clear nothing."""
    service.open_records.__class__ = _KeepsOpen
