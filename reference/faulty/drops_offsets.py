"""Shows times as they were written, without their offset."""

from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-34",)
CONDITION = "a time whose offset is not London's of that day"


class _Offsetless(Screen):
    def row(self, referral: Referral) -> dict[str, Any]:
        row = super().row(referral)
        return {**row, "created": str(row["created"])[:19]}


def install(service: Service) -> None:
    """Cut the offset."""
    service.screen.__class__ = _Offsetless
