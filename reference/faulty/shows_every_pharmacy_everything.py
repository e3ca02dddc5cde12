"""Shows every pharmacy the referrals of all."""

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-24",)
CONDITION = "a second pharmacy"


class _All(Screen):
    codes: tuple[str, ...] = ()

    def listed(self, ods: str) -> list[Referral]:
        return [referral for code in self.codes for referral in super(_All, self).listed(code)]


def install(service: Service) -> None:
    """List everybody's referrals."""
    service.screen.__class__ = _All
    _All.codes = tuple(premises.ods for premises in service.config.premises)
