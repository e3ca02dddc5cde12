"""Says while the patient is looked up that PDS is down, and at the referral nothing of it."""

from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("PDS-47",)
CONDITION = "PDS is down"


class _Forgetful(Screen):
    def notices(self, referral: Referral) -> list[dict[str, Any]]:
        return [one for one in super().notices(referral) if one["kind"] != "unavailable"]


def install(service: Service) -> None:
    """Leave the mark out."""
    service.screen.__class__ = _Forgetful
