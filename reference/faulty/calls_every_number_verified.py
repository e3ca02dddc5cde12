"""Calls every NHS number verified that is there."""

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-36",)
CONDITION = "a number that was not verified"


class _Trusting(Screen):
    def is_verified(self, referral: Referral) -> bool:
        return bool(referral.content["patient"]["nhs_number"])


def install(service: Service) -> None:
    """Trust every number."""
    service.screen.__class__ = _Trusting
