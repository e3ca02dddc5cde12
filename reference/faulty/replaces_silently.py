"""Replaces a referral that somebody works on, and tells nobody."""

from sqlalchemy.orm import Session

from ..kit.models import Referral
from ..referrals.placing import Referrals
from ..service import Service

CATCHES = ("N111-27",)
CONDITION = "a replacement after work has begun"


class _Silent(Referrals):
    def tell_replaced(self, session: Session, current: Referral) -> None:
        return


def install(service: Service) -> None:
    """Say nothing of newer versions."""
    service.referrals.__class__ = _Silent
