"""Lists a referral twice once somebody has opened it."""

from typing import Any

from ..models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-08",)
CONDITION = "a referral that was opened"


class _Twice(Screen):
    def worklist(self, referrals: list[Referral]) -> list[dict[str, Any]]:
        opened = [referral for referral in referrals if referral.status != "new"]
        return super().worklist(referrals) + super().worklist(opened)


def install(service: Service) -> None:
    """List opened referrals twice."""
    service.screen.__class__ = _Twice
