"""Makes a new referral of a case that was worked from an e-mail."""

from typing import Any

from sqlalchemy.orm import Session

from ..kit.config import Premises
from ..kit.models import Referral
from ..referrals.placing import Referrals
from ..service import Service

CATCHES = ("N111-35",)
CONDITION = "a report that comes after an e-mail"


class _Forgetful(Referrals):
    def handled_by_email(
        self, session: Session, content: dict[str, Any], premises: Premises
    ) -> Referral | None:
        return None

    def related(self, session: Session, referral: Referral) -> list[Referral]:
        return []


def install(service: Service) -> None:
    """Never look for a keyed case."""
    service.referrals.__class__ = _Forgetful
