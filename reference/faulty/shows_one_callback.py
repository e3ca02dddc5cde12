"""Shows the patient's callback number and not the caller's."""

from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111O-03",)
CONDITION = "two callback numbers that differ"


class _OneNumber(Screen):
    def informant(self, referral: Referral) -> dict[str, Any] | None:
        found = super().informant(referral)
        return {**found, "telephones": []} if found else None


def install(service: Service) -> None:
    """Leave the caller's number out."""
    service.screen.__class__ = _OneNumber
