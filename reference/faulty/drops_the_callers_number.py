"""Does not show who called, nor on which number."""

from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-37",)
CONDITION = "a caller who is not the patient"


class _PatientOnly(Screen):
    def informant(self, referral: Referral) -> dict[str, Any] | None:
        return None


def install(service: Service) -> None:
    """Leave the caller out."""
    service.screen.__class__ = _PatientOnly
