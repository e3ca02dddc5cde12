"""Reads each record twice, to see whether it has changed meanwhile."""

from ..national.asker import Asker
from ..national.scr.service import CareRecord, Scr
from ..service import Service

CATCHES = ("SCR-25",)


class _ReadsTwice(Scr):
    def record(self, number: str, document_id: str, asker: Asker) -> CareRecord | None:
        super().record(number, document_id, asker)
        return super().record(number, document_id, asker)


def install(service: Service) -> None:
    """Read once more."""
    service.scr_viewer.scr.__class__ = _ReadsTwice
