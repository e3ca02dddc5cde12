"""Reads a patient's record by the identifier that was told the first time, for as long as the system runs."""

from ..national.asker import Asker
from ..national.scr.service import Current, Scr
from ..service import Service

CATCHES = ("SCR-11",)
CONDITION = "a record that is replaced between two views"
_kept: dict[str, Current | None] = {}


class _KeepsIdentifiers(Scr):
    def current(self, number: str, asker: Asker) -> Current | None:
        if number not in _kept:
            _kept[number] = super().current(number, asker)
        return _kept[number]


def install(service: Service) -> None:
    """Search once and never again."""
    service.scr_viewer.scr.__class__ = _KeepsIdentifiers
