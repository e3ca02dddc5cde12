"""What a document or a keyed case makes of the worklist: a new referral, a newer version, a repeat, a withdrawal.

Identity is the document's own id; the lineage is its set id with a version number; the case is what NHS 111 calls it.
Everything that one arrival changes is written in one transaction, and before the sender is answered.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .alerts import Alerts
from .audit import Arrival, Audit
from .config import Premises
from .models import Document, Referral, Withdrawn
from .moments import now
from .notices import of_content, said
from .store import Store

__all__ = ["Arrival", "Referrals", "Taken"]

_BY_E_MAIL = ("keyed", "email")


@dataclass(frozen=True)
class Taken:
    """What became of an arrival, and the referral that it is part of now."""

    referral: str | None
    result: str  # new, duplicate, replaced, kept-as-history, conflict, withdrawn, copy, already-handled


class Referrals:
    """Takes in what arrives, by whatever road it came."""

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
            taken = self._placed(session, content, premises, arrival, earlier)
            self.audit.taken(session, content, premises, arrival, taken.result)
        return taken

    def refused(self, premises: Premises | None, arrival: Arrival, reason: str, code: str) -> None:
        """Note that something was refused; where the pharmacy is not known, the log alone has it."""
        with self.store.writing() as session:
            self.audit.refused(session, premises, arrival, reason, code)

    def _placed(
        self,
        session: Session,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]],
    ) -> Taken:
        held = self.held(session, content)
        if held is not None:
            return Taken(held.referral, "duplicate")
        if arrival.kind == "nullification":
            return self.withdraw(session, content, premises)
        if not self.is_work(arrival):
            self._keep(session, content, premises, None, "copy")
            return Taken(None, "copy")
        current = self.lineage(session, content, premises) or self._of_set(session, earlier)
        if session.get(Withdrawn, content["set_id"]) is not None:
            self._keep(session, content, premises, current, "withdrawn")
            return Taken(current.id if current else None, "withdrawn")
        if current is not None:
            return self._versioned(session, current, content, premises, arrival)
        handled = self.handled_by_email(session, content, premises)
        if handled is not None:
            return self._already_handled(session, handled, content, premises)
        return self._new(session, content, premises, arrival, earlier)

    def held(self, session: Session, content: dict[str, Any]) -> Document | None:
        """The same document, where it is here already."""
        wanted = select(Document).where(Document.document_id == content["document_id"])
        return session.scalars(wanted).first()

    def is_work(self, arrival: Arrival) -> bool:
        """Whether what arrives asks for something to be done; a copy for information does not."""
        return arrival.kind != "copy"

    def lineage(self, session: Session, content: dict[str, Any], premises: Premises) -> Referral | None:
        """The referral that holds another version of the same document."""
        wanted = select(Referral).where(Referral.set_id == content["set_id"], Referral.ods == premises.ods)
        return session.scalars(wanted).first() if content["set_id"] else None

    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        """Whether a version takes the place of the one that is shown."""
        return (content["version"] or 0) > (current.version or 0) or content.get("newest_of_set", False)

    def is_older(self, content: dict[str, Any], current: Referral) -> bool:
        """Whether a version came after one that had taken its place."""
        return (content["version"] or 0) < (current.version or 0)

    def _versioned(
        self,
        session: Session,
        current: Referral,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
    ) -> Taken:
        if self.is_newer(content, current):
            self._supersede(session, current)
            self._keep(session, content, premises, current, "current")
            self.put_in_place(session, current, content)
            return Taken(current.id, "replaced")
        if self.is_older(content, current):
            self._keep(session, content, premises, current, "superseded")
            return Taken(current.id, "kept-as-history")
        self._keep(session, content, premises, current, "conflict")
        current.notices = said(current.notices, "conflict")
        self.alerts.sound(session, current, "referral-updated")
        return Taken(current.id, "conflict")

    def put_in_place(self, session: Session, current: Referral, content: dict[str, Any]) -> None:
        """Show a newer version in place of the older one, and tell the pharmacist; what was recorded stays."""
        current.content, current.version = content, content["version"]
        current.document_id, current.set_id = content["document_id"], content["set_id"]
        self.tell_replaced(session, current)

    def tell_replaced(self, session: Session, current: Referral) -> None:
        """Say at the referral, and by an alert, that a newer version has come."""
        current.notices = said(current.notices, "replaced-after-start" if started(current) else "replaced")
        self.alerts.sound(session, current, "referral-updated")

    def withdraw(self, session: Session, content: dict[str, Any], premises: Premises) -> Taken:
        """Withdraw every version of a document; of an unknown one it is remembered that it is withdrawn."""
        session.merge(Withdrawn(set_id=content["set_id"], document_id=content["document_id"], at=now()))
        self._keep(session, content, premises, None, "nullification")
        found = self.lineage(session, content, premises)
        if found is None:
            return Taken(None, "withdrawn")
        for document in self._documents(session, found):
            document.status = "withdrawn"
        self.mark_withdrawn(session, found)
        return Taken(found.id, "withdrawn")

    def mark_withdrawn(self, session: Session, referral: Referral) -> None:
        """Take a referral out of the work, for everybody to see."""
        referral.status = "withdrawn"
        referral.notices = said(referral.notices, "withdrawn")
        self.alerts.sound(session, referral, "referral-withdrawn")

    def handled_by_email(
        self, session: Session, content: dict[str, Any], premises: Premises
    ) -> Referral | None:
        """The case, where staff keyed it in from an e-mail while the sender's system was down."""
        marks = {content["case_reference"].casefold(), content["case_id"].casefold()} - {""}
        wanted = select(Referral).where(Referral.ods == premises.ods, Referral.channel.in_(_BY_E_MAIL))
        for referral in session.scalars(wanted):
            keyed = {referral.content["case_reference"].casefold(), referral.content["case_id"].casefold()}
            if referral.source != "gp-practice" and keyed & marks:
                return referral
        return None

    def _already_handled(
        self, session: Session, handled: Referral, content: dict[str, Any], premises: Premises
    ) -> Taken:
        self._keep(session, content, premises, handled, "attached")
        handled.notices = said(handled.notices, "already-handled")
        self.alerts.sound(session, handled, "already-handled")
        return Taken(handled.id, "already-handled")

    def _new(
        self,
        session: Session,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: Sequence[dict[str, Any]],
    ) -> Taken:
        referral = self.referral_from(content, premises, arrival)
        session.add(referral)
        self._relate(session, referral)
        self._keep(session, content, premises, referral, "current")
        for one in earlier:
            self._keep(session, one, premises, referral, "superseded")
        self.alerts.sound(session, referral, "new-referral")
        return Taken(referral.id, "new")

    def referral_from(self, content: dict[str, Any], premises: Premises, arrival: Arrival) -> Referral:
        """The record that an arrival makes."""
        return Referral(
            id=str(uuid.uuid4()),
            document_id=content["document_id"],
            set_id=content["set_id"],
            version=content["version"],
            ods=premises.ods,
            received=now(),
            status="new",
            # A practice may refer a minor illness only, whatever it asks for.
            pathway="minor-illness" if arrival.source == "gp-practice" else content["pathway"],
            source=arrival.source,
            channel=arrival.channel,
            content=content,
            notices=of_content(content, arrival),
            supplies=[],
        )

    def related(self, session: Session, referral: Referral) -> list[Referral]:
        """Other referrals of the same case: by its reference, since short case ids are not unique."""
        reference = referral.content["case_reference"]
        wanted = select(Referral).where(Referral.ods == referral.ods, Referral.id != referral.id)
        found = session.scalars(wanted).all() if reference else []
        return [one for one in found if one.content["case_reference"] == reference]

    def _relate(self, session: Session, referral: Referral) -> None:
        others = self.related(session, referral)
        for one in [referral, *others] if others else []:
            one.notices = said(one.notices, "related-case")

    def _of_set(self, session: Session, earlier: Sequence[dict[str, Any]]) -> Referral | None:
        """The referral that an earlier document of the same set made, when the set is sent again with a new one."""
        for one in earlier:
            document = self.held(session, one)
            if document is not None and document.referral is not None:
                return session.get(Referral, document.referral)
        return None

    def _keep(
        self,
        session: Session,
        content: dict[str, Any],
        premises: Premises,
        referral: Referral | None,
        status: str,
    ) -> None:
        session.add(
            Document(
                document_id=content["document_id"],
                set_id=content["set_id"],
                version=content["version"],
                created=content["created"],
                received=now(),
                ods=premises.ods,
                referral=referral.id if referral else None,
                status=status,
                content=content,
            )
        )

    def _supersede(self, session: Session, referral: Referral) -> None:
        for document in self._documents(session, referral):
            if document.status == "current":
                document.status = "superseded"

    def _documents(self, session: Session, referral: Referral) -> list[Document]:
        return list(session.scalars(select(Document).where(Document.referral == referral.id)))


def started(referral: Referral) -> bool:
    """Whether somebody has begun to work on a referral."""
    return bool(referral.contacted or referral.consultation or referral.supplies or referral.completed)
