"""Takes two cases with the same short case id for one."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..kit.config import Premises
from ..kit.models import Referral
from ..referrals.placing import Referrals
from ..service import Service

CATCHES = ("N111O-04",)
CONDITION = "two cases with the same short id"


class _ByShortId(Referrals):
    def lineage(self, session: Session, content: dict[str, Any], premises: Premises) -> Referral | None:
        wanted = select(Referral).where(Referral.ods == premises.ods)
        same = [one for one in session.scalars(wanted) if one.content["case_id"] == content["case_id"]]
        return super().lineage(session, content, premises) or (same[0] if same else None)


def install(service: Service) -> None:
    """Go by the case id."""
    service.referrals.__class__ = _ByShortId
