"""Writes the patient's permission down without who asked them and when."""

from typing import Any

from ..kit.models import Referral
from ..national.asker import Asker
from ..pharmacy.scr_viewer import ScrViewer
from ..service import Service

CATCHES = ("SCR-04",)


class _Forgets(ScrViewer):
    def record_permission(self, referral: Referral, answer: str, reason: str, asker: Asker) -> dict[str, Any]:
        said = super().record_permission(referral, answer, reason, asker)
        return {**said, "by": "", "at": ""}


def install(service: Service) -> None:
    """Leave out who and when."""
    service.scr_viewer.__class__ = _Forgets
