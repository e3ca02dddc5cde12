"""Reads records by their identifiers in lower case, which the API does not know."""

from ..national.asker import Asker
from ..national.scr.service import CareRecord, Scr
from ..service import Service

CATCHES = ("SCR-10",)


class _LowerCase(Scr):
    def record(self, number: str, document_id: str, asker: Asker) -> CareRecord | None:
        return super().record(number, document_id.lower(), asker)


def install(service: Service) -> None:
    """Write identifiers otherwise."""
    service.scr_viewer.scr.__class__ = _LowerCase
