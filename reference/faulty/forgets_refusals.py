"""Keeps no trace of what it refused."""

from sqlalchemy.orm import Session

from ..kit.config import Premises
from ..referrals.audit import Arrival, Audit
from ..service import Service

CATCHES = ("N111-43",)
CONDITION = "a message that was refused"


class _Forgetful(Audit):
    def refused(
        self, session: Session, premises: Premises | None, arrival: Arrival, reason: str, code: str
    ) -> None:
        return


def install(service: Service) -> None:
    """Leave refusals out of the trail."""
    service.audit.__class__ = _Forgetful
