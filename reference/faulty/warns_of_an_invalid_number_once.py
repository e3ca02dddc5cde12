"""Warns of an NHS number that was made invalid when it is searched for, and not when the referral is opened."""

from typing import Any

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("PDS-14",)
CONDITION = "a referral opened after its number was found to be invalid"


class _Once(Screen):
    def notices(self, referral: Referral) -> list[dict[str, Any]]:
        return [one for one in super().notices(referral) if one["kind"] != "invalidated"]


def install(service: Service) -> None:
    """Forget the warning."""
    service.screen.__class__ = _Once
