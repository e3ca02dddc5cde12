"""Telling the practice about a consultation: once, by MESH or by NHSmail, and only with the patient's consent."""

import unicodedata
from typing import Any

from ...consultations.record import Record, gather
from ...kit.config import Config, Premises
from ...kit.locks import Locks
from ...kit.models import Notification, Referral
from ...kit.problems import Refused
from ...kit.store import Store
from ...national.mesh import Mesh
from ...national.nhsmail import Nhsmail
from .codes import TITLE
from .email import GpEmail
from .message import GpMessage


class Notifier:
    """Decides how a practice is told, and tells it."""

    def __init__(
        self, config: Config, store: Store, mesh: Mesh, nhsmail: Nhsmail, message: GpMessage, email: GpEmail
    ) -> None:
        self.config = config
        self.store = store
        self.mesh = mesh
        self.nhsmail = nhsmail
        self.message = message
        self.email = email
        self._locks = Locks()

    def notify(self, identifier: str) -> Notification:
        """Tell the practice, or show what it was told: it is never told the same twice."""
        # Two people may press the button at once; the second waits, and then finds it done.
        with self._locks.hold(identifier):
            earlier = self.store.notification(identifier)
            if earlier is not None and earlier.status != "failed":
                return earlier
            record = self._record(identifier)
            notification = self._by_mesh(record, earlier) if record.urgent_medicines else None
            return notification or self._by_nhsmail(record)

    def _record(self, identifier: str) -> Record:
        referral = self.store.referral(identifier)
        if referral is None:
            raise Refused("There is no such referral")
        self._check_consent(referral)
        record = self.record_of(referral)
        self.check_practice(record)
        return record

    def record_of(self, referral: Referral) -> Record:
        """All that is told of a referral."""
        return gather(self.config, referral)

    def check_practice(self, record: Record) -> None:
        """Refuse to guess where a patient is registered; what is to be done by hand then is said."""
        if record.patient["restricted"]:
            raise Refused(
                "This patient's record is restricted, and where they are registered is withheld: nothing was sent. "
                "Ask the patient which practice to tell, and ring it; write nothing of where they live"
            )
        if not record.practice["ods"]:
            raise Refused(
                "No practice is recorded for this patient now, and nothing was sent: ask the patient where they are "
                "registered, and tell that practice yourself, by telephone or letter"
            )

    def _check_consent(self, referral: Referral) -> None:
        if not referral.share_with_gp:
            raise Refused("The patient has not consented to sharing this with their practice")

    def _by_nhsmail(self, record: Record) -> Notification:
        address = self.address_for(record)
        notification = _notification(record, "nhsmail", address)
        account = self.premises_of(record).nhsmail
        try:
            message = self.email.message(record, account.address, address)
            notification.reference = self.nhsmail.send(message, account)
            notification.status = "sent"
        finally:
            self.store.keep(notification)
        return notification

    def address_for(self, record: Record) -> str:
        """The e-mail address of the practice, from the local directory."""
        entry = self.store.practice(record.practice["ods"])
        if entry is None or not entry.email:
            raise Refused(
                f"The directory has no e-mail address for practice {record.practice['ods']}; load it first"
            )
        return entry.email

    def _by_mesh(self, record: Record, earlier: Notification | None) -> Notification | None:
        """Send by MESH; None where the practice takes no such messages, so that it is told by e-mail."""
        with self.mesh.mailbox(self.premises_of(record).mesh) as client:
            mailbox = self.mailbox_for(client, record)
            if not mailbox:
                return None
            notification = self._prepared(record, mailbox, earlier)
            # Kept before it is sent: a second try must be the same message, or the practice files it twice.
            self.store.keep(notification)
            body = notification.message.encode()
            sent = self.mesh.send(client, mailbox, body, subject(record), record.pharmacy.ods)
        notification.reference, notification.status = sent, "sent"
        self.store.keep(notification)
        return notification

    def mailbox_for(self, client: Any, record: Record) -> str:
        """The mailbox of the practice, as MESH knows it."""
        return self.mesh.mailbox_of(client, record.practice["ods"])

    def _prepared(self, record: Record, mailbox: str, earlier: Notification | None) -> Notification:
        notification = _notification(record, "mesh", mailbox)
        if earlier is not None and earlier.header_id and earlier.infrastructure == earlier.business == "":
            notification.header_id, notification.message = earlier.header_id, earlier.message
        else:
            header_id, body = self.message.build(record)
            notification.header_id, notification.message = header_id, body.decode()
        return notification

    def premises_of(self, record: Record) -> Premises:
        """The pharmacy whose mailbox the practice is told from."""
        return next(premises for premises in self.config.premises if premises.ods == record.pharmacy.ods)


def subject(record: Record) -> str:
    """The subject that GP Connect lays down; MESH headers carry plain ASCII only."""
    premises = record.pharmacy
    number = record.patient["nhs_number"] or "not known"
    text = (
        f"{TITLE} for {record.patient['name']}, NHS Number: {number}, "
        f"seen at {premises.name}, ODS code: {premises.ods}, version 1"
    )
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.split())[:500]


def _notification(record: Record, channel: str, recipient: str) -> Notification:
    return Notification(
        referral=record.referral,
        channel=channel,
        recipient=recipient,
        practice_ods=record.practice["ods"],
        status="failed",
        reference="",
        header_id=None,
        message="",
        infrastructure="",
        business="",
    )
