"""Lists a referral twice once somebody has opened it."""

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-08",)
CONDITION = "a referral that was opened"


class _Twice(Screen):
    def listed(self, ods: str) -> list[Referral]:
        referrals = super().listed(ods)
        return referrals + [referral for referral in referrals if referral.status != "new"]


def install(service: Service) -> None:
    """List opened referrals twice."""
    service.screen.__class__ = _Twice
