"""Refuses a nullification of a document that it does not hold."""

from typing import Any

from sqlalchemy.orm import Session

from ..formats.soap import Fault
from ..kit.config import Premises
from ..referrals.placing import Referrals, Taken
from ..service import Service

CATCHES = ("N111-29",)
CONDITION = "a nullification of an unknown document"


class _Known(Referrals):
    def withdraw(self, session: Session, content: dict[str, Any], premises: Premises) -> Taken:
        if self.lineage(session, content, premises) is None:
            raise Fault("expected a nullification of a document that is held here, received another")
        return super().withdraw(session, content, premises)


def install(service: Service) -> None:
    """Demand that the document is known."""
    service.referrals.__class__ = _Known
