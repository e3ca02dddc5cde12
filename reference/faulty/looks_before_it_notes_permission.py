"""Looks whether a patient has a record before it writes their permission down."""

from typing import Any

from ..kit.models import Referral
from ..national.asker import Asker
from ..pharmacy.scr_viewer import GIVEN, ScrViewer, number_of
from ..service import Service

CATCHES = ("SCR-03",)


class _LooksFirst(ScrViewer):
    def record_permission(self, referral: Referral, answer: str, reason: str, asker: Asker) -> dict[str, Any]:
        if answer == GIVEN:
            self.scr.current(number_of(referral), asker)
        return super().record_permission(referral, answer, reason, asker)


def install(service: Service) -> None:
    """Ask too early."""
    service.scr_viewer.__class__ = _LooksFirst
