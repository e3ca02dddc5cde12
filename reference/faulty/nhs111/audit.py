"""Faults in the audit trail: what an entry says of its message is another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from ...kit.config import Premises
from ...kit.models import AuditEntry
from ...kit.times import read_time
from ...referrals.audit import Arrival, Audit
from ...screen import Screen
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


@wrong(catches=("N111-43",), shows_when="a message that is refused")
class AuditsNoSenderOfWhatIsRefused(Audit):
    """Leaves out of the audit trail who sent a message that it refuses."""

    def refused(
        self, session: Session, premises: Premises | None, arrival: Arrival, reason: str, code: str
    ) -> None:
        super().refused(session, premises, replace(arrival, sender_ods=""), reason, code)


@wrong(catches=("N111-43",), shows_when="the same document once more")
class AuditsRepeatsWithoutTheirDocument(Audit):
    """Leaves out of the audit trail which document came again."""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        known = content if result == "new" else {**content, "document_id": "", "set_id": "", "version": None}
        super().taken(session, known, premises, arrival, result)


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


@wrong(catches=("N111-43",))
class AuditsTheMessageAsItsEnvelope(Audit):
    """Writes the message's id into the audit trail as the envelope's."""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        arrival = replace(arrival, tracking_id=arrival.message_id)
        super().taken(session, content, premises, arrival, result)


@wrong(catches=("N111-43",))
class AuditsNoEnvelopes(Audit):
    """Leaves the envelope's id out of the audit trail."""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        super().taken(session, content, premises, replace(arrival, tracking_id=""), result)


@wrong(catches=("N111-43",), shows_when="a message that is refused")
class AuditsRefusalsByTheEnvelopeAlone(Audit):
    """Leaves the message's id out of the audit trail where it was refused."""

    def refused(
        self, session: Session, premises: Premises | None, arrival: Arrival, reason: str, code: str
    ) -> None:
        super().refused(session, premises, replace(arrival, message_id=""), reason, code)


@wrong(catches=("N111-43",), shows_when="a message that repeats another")
class AuditsRepeatsAsKeyedIn(Audit):
    """Writes into the audit trail that what came again was keyed in."""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        arrival = replace(arrival, channel="keyed") if result == "duplicate" else arrival
        super().taken(session, content, premises, arrival, result)


@wrong(catches=("N111-43",), shows_when="a message that is refused")
class AuditsRefusalsUnderOneCode(Audit):
    """Writes each refusal into the audit trail under one code, whatever its sender was told."""

    def refused(
        self, session: Session, premises: Premises | None, arrival: Arrival, reason: str, code: str
    ) -> None:
        super().refused(session, premises, arrival, reason, "E-0815")


@wrong(catches=("N111F-02",))
class AuditsFhirAsEnvelopes(Audit):
    """Writes into the audit trail that what came by FHIR came in an envelope of ITK."""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        arrival = replace(arrival, channel="itk") if arrival.channel == "fhir" else arrival
        super().taken(session, content, premises, arrival, result)


@wrong(catches=("GPR-01",))
class AuditsMailAsKeyedIn(Audit):
    """Writes into the audit trail that staff keyed in what a practice sent by e-mail."""

    def taken(
        self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival, result: str
    ) -> None:
        arrival = replace(arrival, channel="keyed") if arrival.channel == "email" else arrival
        super().taken(session, content, premises, arrival, result)


@wrong(catches=("N111-43",))
class ShowsTheTrailAnHourEarly(Screen):
    """Shows each entry of the audit trail as written an hour before it was."""

    def audited(self, entry: AuditEntry) -> dict[str, Any]:
        found = super().audited(entry)
        return {**found, "at": (read_time(found["at"]) - timedelta(hours=1)).isoformat()}
