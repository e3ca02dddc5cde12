"""Takes another document of the same case for a newer version."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..kit.config import Premises
from ..kit.models import Referral
from ..referrals.placing import Referrals
from ..service import Service

CATCHES = ("N111-30",)
CONDITION = "a second document of the same case"


class _ByCase(Referrals):
    def lineage(self, session: Session, content: dict[str, Any], premises: Premises) -> Referral | None:
        found = super().lineage(session, content, premises)
        wanted = select(Referral).where(Referral.ods == premises.ods)
        same = [
            one
            for one in session.scalars(wanted)
            if one.content["case_reference"] == content["case_reference"]
        ]
        return found or (same[0] if same else None)

    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        return super().is_newer(content, current) or content["set_id"] != current.set_id


def install(service: Service) -> None:
    """Go by the case reference."""
    service.referrals.__class__ = _ByCase
