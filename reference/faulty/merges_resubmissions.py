"""Drops a request that comes again with other text, since its case is known."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..kit.config import Premises
from ..kit.models import Document
from ..referrals.placing import Referrals
from ..service import Service

CATCHES = ("N111O-05",)
CONDITION = "a request that is sent again with other text"


class _Merging(Referrals):
    def held(self, session: Session, content: dict[str, Any], premises: Premises) -> Document | None:
        found = super().held(session, content, premises)
        same = [
            one
            for one in session.scalars(select(Document))
            if one.status == "current" and one.content["case_reference"] == content["case_reference"]
        ]
        return found or (same[0] if same else None)


def install(service: Service) -> None:
    """Take a known case for a repeat."""
    service.referrals.__class__ = _Merging
