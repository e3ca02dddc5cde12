"""Takes a nullification and leaves the referral as it was."""

from sqlalchemy.orm import Session

from ..kit.models import Referral
from ..referrals.placing import Referrals
from ..service import Service

CATCHES = ("N111-29",)
CONDITION = "a nullification"


class _Keeping(Referrals):
    def mark_withdrawn(self, session: Session, referral: Referral) -> None:
        return


def install(service: Service) -> None:
    """Leave withdrawn referrals in the work."""
    service.referrals.__class__ = _Keeping
