"""Shows a patient's first given name only."""

from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-44",)
CONDITION = "a patient with two given names"


class _FirstOnly(Screen):
    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        first = str(shown["patient"].get("given", "")).partition(" ")[0]
        return {**shown, "patient": {**shown["patient"], "given": first}}


def install(service: Service) -> None:
    """Cut given names at the first blank."""
    service.screen.__class__ = _FirstOnly
