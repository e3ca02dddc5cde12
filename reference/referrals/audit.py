"""The audit trail of each pharmacy: what arrived, with its ids, and what became of it."""

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ..kit.config import Premises
from ..kit.statements import ADD_AUDIT_ENTRY
from ..kit.times import now

_log = logging.getLogger("reference.referrals.audit")


@dataclass(frozen=True)
class Arrival:
    """How something came: by which channel, from whom, and under which ids."""

    channel: str  # itk, fhir, adaptor, email, mesh, keyed
    source: str  # nhs111, nhs111-online, gp-practice
    message_id: str = ""
    tracking_id: str = ""
    kind: str = "primary"  # primary, copy, nullification, set
    service: str = ""  # minor-illness, urgent-medicine, where the sender says so
    sender_ods: str = ""


class Audit:
    """Writes the trail, within the transaction of what it tells of."""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        """Tell that something was taken in, and what it made."""
        self._write(
            session, premises, arrival, "received" if result == "new" else result, result, "", content
        )

    def refused(
        self, session: Session, premises: Premises | None, arrival: Arrival, reason: str, code: str
    ) -> None:
        """Tell that something was refused."""
        if premises is None:
            _log.info("refused, and for no pharmacy here: message %s, code %s", arrival.message_id, code)
            return
        self._write(session, premises, arrival, "refused", reason[:500], code, {})

    def _write(
        self,
        session: Session,
        premises: Premises,
        arrival: Arrival,
        event: str,
        result: str,
        code: str,
        content: dict[str, Any],
    ) -> None:
        sender = content.get("sender") or {}
        line = {
            "at": now(),
            "ods": premises.ods,
            "channel": arrival.channel,
            "event": event,
            "message_id": arrival.message_id,
            "tracking_id": arrival.tracking_id,
            "document_id": content.get("document_id", ""),
            "set_id": content.get("set_id", ""),
            "version": content.get("version"),
            "sender_ods": sender.get("ods", "") or arrival.sender_ods,
            "case_reference": content.get("case_reference", ""),
            "result": result,
            "code": code,
        }
        session.execute(ADD_AUDIT_ENTRY, line)
