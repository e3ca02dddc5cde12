"""The register of referrals: a document or a keyed case becomes a new referral, a version, a repeat or a withdrawal.

A document is known by its own id; its versions share a set id; the case is what NHS 111 calls it.
Everything that one arrival changes is written in one transaction, and before the sender is answered.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..kit.config import Premises
from ..kit.models import Document, Referral, Withdrawn
from ..kit.statements import ADD_DOCUMENT
from ..kit.store import DONE, Store
from ..kit.times import now
from .alerts import Alerts
from .audit import Arrival, Audit
from .matching import BY_E_MAIL, Matching, case_key
from .notices import after_update, of_content, with_notice


@dataclass(frozen=True)
class Taken:
    """What became of an arrival, and the referral that it is part of now."""

    referral: str | None
    result: str  # new, duplicate, replaced, kept-as-history, conflict, withdrawn, copy, already-handled


class Referrals(Matching):
    """The register of referrals: takes in what arrives, whichever channel it came by."""

    def __init__(self, store: Store, audit: Audit, alerts: Alerts) -> None:
        self.store = store
        self.audit = audit
        self.alerts = alerts

    def take(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]] = (),
    ) -> Taken:
        """Keep what arrived, durably, and say what it made; `earlier` are older documents of the same message."""
        with self.store.writing() as session:
            taken = self._result_of(session, content, premises, arrival, earlier)
            self._keep_earlier(session, earlier, premises, taken)
            self.audit.taken(session, content, premises, arrival, taken.result)
        return taken

    def refused(self, premises: Premises | None, arrival: Arrival, reason: str, code: str) -> None:
        """Note that something was refused; where the pharmacy is not known, the log alone has it."""
        with self.store.writing() as session:
            self.audit.refused(session, premises, arrival, reason, code)

    def _result_of(
        self,
        session: Session,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]],
    ) -> Taken:
        held = self.same_document(session, content, premises)
        if held is not None and not (held.status == "copy" and self.is_work(arrival)):
            return Taken(held.referral, "duplicate")
        if arrival.kind == "nullification":
            return self.withdraw(session, content, premises)
        if not self.is_work(arrival):
            self._keep(session, content, premises, None, "copy")
            return Taken(None, "copy")
        current = self.by_set_id(session, content, premises) or self.by_earlier_documents(
            session, earlier, premises
        )
        if session.get(Withdrawn, content["set_id"]) is not None:
            self._keep(session, content, premises, current, "withdrawn")
            return Taken(current.id if current else None, "withdrawn")
        if current is not None:
            return self._versioned(session, current, content, premises, arrival)
        handled = self.handled_by_email(session, content, premises)
        if handled is not None:
            return self._already_handled(session, handled, content, premises)
        return self._new(session, content, premises, arrival)

    def is_work(self, arrival: Arrival) -> bool:
        """Whether what arrives asks for something to be done; a copy for information does not."""
        return arrival.kind != "copy"

    def _versioned(
        self,
        session: Session,
        current: Referral,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
    ) -> Taken:
        if current.channel in BY_E_MAIL and arrival.channel not in BY_E_MAIL:
            return self._already_handled(session, current, content, premises)
        if self.is_newer(content, current):
            self._supersede(session, current)
            self._keep(session, content, premises, current, "current")
            self.put_in_place(session, current, content, arrival)
            return Taken(current.id, "replaced")
        if self.is_older(content, current):
            self._keep(session, content, premises, current, "superseded")
            return Taken(current.id, "kept-as-history")
        self._keep(session, content, premises, current, "conflict")
        current.notices = with_notice(current.notices, "conflict")
        self.alerts.sound(session, current, "referral-updated")
        return Taken(current.id, "conflict")

    def put_in_place(
        self, session: Session, current: Referral, content: dict[str, Any], arrival: Arrival
    ) -> None:
        """Show a newer version in place of the older one, and tell the pharmacist; what was recorded stays."""
        current.content, current.version = content, content["version"]
        current.document_id, current.set_id = content["document_id"], content["set_id"]
        current.case_key, current.pathway = case_key(content), pathway_of(content, arrival)
        current.notices = after_update(current.notices, content, arrival)
        self.tell_replaced(session, current)

    def tell_replaced(self, session: Session, current: Referral) -> None:
        """Say at the referral, and by an alert, that a newer version has come."""
        current.notices = with_notice(
            current.notices, "replaced-after-start" if started(current) else "replaced"
        )
        self.alerts.sound(session, current, "referral-updated")

    def withdraw(self, session: Session, content: dict[str, Any], premises: Premises) -> Taken:
        """Withdraw every version of a document; of an unknown one it is remembered that it is withdrawn."""
        found = self.by_set_id(session, content, premises)
        versions = select(Document).where(
            Document.set_id == content["set_id"], Document.status != "nullification"
        )
        for document in session.scalars(versions):
            if document.referral is not None:
                self._withdraw_from(session, session.get_one(Referral, document.referral), document)
            document.status = "withdrawn"
        session.merge(Withdrawn(set_id=content["set_id"], document_id=content["document_id"], at=now()))
        self._keep(session, content, premises, None, "nullification")
        return Taken(found.id if found else None, "withdrawn")

    def _withdraw_from(self, session: Session, referral: Referral, document: Document) -> None:
        """Withdraw a referral whose shown document is withdrawn, or the report of a case that was keyed in."""
        is_shown = document.document_id == referral.document_id
        if is_shown or (document.status == "attached" and not self._other_attached(session, document)):
            self.mark_withdrawn(session, referral)

    def _other_attached(self, session: Session, document: Document) -> bool:
        """Whether another report of a case that was keyed in still stands: the case is then not withdrawn."""
        others = select(Document.id).where(
            Document.referral == document.referral,
            Document.status == "attached",
            Document.set_id != document.set_id,
        )
        return session.scalars(others).first() is not None

    def mark_withdrawn(self, session: Session, referral: Referral) -> None:
        """Take a referral out of the work, for everybody to see."""
        # What was completed happened all the same: the practice is still to be told of it, and it may be claimed for.
        if referral.status not in DONE:
            referral.status = "withdrawn"
        referral.notices = with_notice(referral.notices, "withdrawn")
        self.alerts.sound(session, referral, "referral-withdrawn")

    def _already_handled(
        self, session: Session, handled: Referral, content: dict[str, Any], premises: Premises
    ) -> Taken:
        self._keep(session, content, premises, handled, "attached")
        handled.notices = with_notice(handled.notices, "already-handled")
        self.alerts.sound(session, handled, "already-handled")
        return Taken(handled.id, "already-handled")

    def _new(self, session: Session, content: dict[str, Any], premises: Premises, arrival: Arrival) -> Taken:
        referral = self.referral_from(content, premises, arrival)
        session.add(referral)
        self._relate(session, referral)
        self._keep(session, content, premises, referral, "current")
        self.alerts.sound(session, referral, "new-referral")
        return Taken(referral.id, "new")

    def referral_from(self, content: dict[str, Any], premises: Premises, arrival: Arrival) -> Referral:
        """The record that an arrival makes."""
        return Referral(
            id=str(uuid.uuid4()),
            document_id=content["document_id"],
            set_id=content["set_id"],
            version=content["version"],
            case_key=case_key(content),
            ods=premises.ods,
            received=now(),
            status="new",
            pathway=pathway_of(content, arrival),
            source=arrival.source,
            channel=arrival.channel,
            content=content,
            notices=of_content(content, arrival),
            supplies=[],
        )

    def _relate(self, session: Session, referral: Referral) -> None:
        others = self.related(session, referral)
        for related in [referral, *others] if others else []:
            related.notices = with_notice(related.notices, "related-case")

    def _keep_earlier(
        self, session: Session, earlier: Sequence[dict[str, Any]], premises: Premises, taken: Taken
    ) -> None:
        """Keep the older documents of a set that are not here yet, whatever became of the newest."""
        if not earlier:
            return
        referral = session.get(Referral, taken.referral) if taken.referral else None
        for document in earlier:
            if self.same_document(session, document, premises) is None:
                withdrawn = session.get(Withdrawn, document["set_id"]) is not None
                status = "withdrawn" if withdrawn else "superseded" if referral else taken.result
                self._keep(session, document, premises, referral, status)

    def _keep(
        self,
        session: Session,
        content: dict[str, Any],
        premises: Premises,
        referral: Referral | None,
        status: str,
    ) -> None:
        line = {
            "document_id": content["document_id"],
            "set_id": content["set_id"],
            "version": content["version"],
            "created": content["created"],
            "received": now(),
            "ods": premises.ods,
            "referral": referral.id if referral else None,
            "status": status,
            "content": content,
        }
        session.execute(ADD_DOCUMENT, line)

    def _supersede(self, session: Session, referral: Referral) -> None:
        kept = select(Document).where(Document.referral == referral.id, Document.status == "current")
        for document in session.scalars(kept):
            document.status = "superseded"


def pathway_of(content: dict[str, Any], arrival: Arrival) -> str:
    """The pathway of a referral; a practice may refer a minor illness only, whatever it asks for."""
    return "minor-illness" if arrival.source == "gp-practice" else str(content["pathway"])


def started(referral: Referral) -> bool:
    """Whether work on a referral has begun."""
    return bool(referral.contacted or referral.consultation or referral.supplies or referral.completed)
