"""Faults in the audit trail: what an entry says of its message is another's."""

from __future__ import annotations

from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from ...kit.config import Premises
from ...referrals.audit import Arrival, Audit
from .._wrong import wrong

_turn = Lock()


@wrong(catches=("N111-43",))
class AuditsThePharmacyAsTheSender(Audit):
    """Writes the pharmacy that a message is for into the audit trail as the one that it came from."""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        sender = {**(content.get("sender") or {}), "ods": premises.ods}
        super().taken(session, {**content, "sender": sender}, premises, arrival, result)


@wrong(catches=("N111-43",), shows_when="a second message")
class AuditsTheCaseBefore(Audit):
    """Writes the case of the message before into the audit trail."""

    before = ""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        with _turn:
            case, self.before = self.before, str(content.get("case_reference") or "")
        super().taken(session, {**content, "case_reference": case}, premises, arrival, result)


@wrong(catches=("N111-43",), shows_when="a later version")
class AuditsEachVersionAsTheFirst(Audit):
    """Writes version 1 into the audit trail, whichever came."""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        super().taken(session, {**content, "version": 1}, premises, arrival, result)
