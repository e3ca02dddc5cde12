"""Sends the alerts of a view only when the next record is looked at."""

from typing import Any

from ..national.asker import Asker
from ..pharmacy.scr_viewer import ScrViewer
from ..service import Service

CATCHES = ("SCR-07", "SCR-08")
_due: list[tuple[str, str, dict[str, Any], Asker]] = []


class _AlertsLate(ScrViewer):
    def send_alerts(self, number: str, document_id: str, said: dict[str, Any], asker: Asker) -> None:
        while _due:
            super().send_alerts(*_due.pop())
        _due.append((number, document_id, said, asker))


def install(service: Service) -> None:
    """Put alerts off."""
    service.scr_viewer.__class__ = _AlertsLate
