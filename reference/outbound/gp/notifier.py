"""Telling the practice about a consultation: once, by MESH or by NHSmail, and only with the patient's consent."""

from typing import Any

from ...consultations.record import Record, gather
from ...kit.config import Config, Premises
from ...kit.locks import Locks
from ...kit.models import Notification, Outgoing, Referral
from ...kit.problems import Refused, ServiceTrouble
from ...kit.store import Store
from ...kit.times import now
from ...national.mesh import Mesh
from ...national.nhsmail import Nhsmail
from ..outbox import REFUSED, SENT, WAITING, Outbox
from . import by_mesh, by_nhsmail
from .answers import ELSEWHERE, Answers
from .email import GpEmail
from .message import GpMessage

NO_PRACTICE = {"V81997", "V81998", "V81999"}
"""What stands for a practice where there is none: not registered, not applicable, not known."""
TAKES_NONE = "The practice takes no such messages by MESH"


class Notifier:
    """Decides how a practice is told, and has the outbox tell it."""

    def __init__(
        self,
        config: Config,
        outbox: Outbox,
        answers: Answers,
        mesh: Mesh,
        nhsmail: Nhsmail,
        message: GpMessage,
        email: GpEmail,
    ) -> None:
        self.config = config
        self.store: Store = outbox.store
        self.outbox = outbox
        self.answers = answers
        self.mesh = mesh
        self.nhsmail = nhsmail
        self.message = message
        self.email = email
        self._locks = Locks()
        # Looked up at each call: a part of this system may be replaced after it was made.
        outbox.carry(by_mesh.CHANNEL, lambda out: self.carry_by_mesh(out), lambda out: self.settle(out))
        outbox.carry(by_nhsmail.CHANNEL, lambda out: self.carry_by_nhsmail(out), lambda out: self.settle(out))

    def notify(self, identifier: str) -> list[Notification]:
        """Tell the practice, or show what it was told: it is never told the same twice."""
        # Two people may press the button at once; the second waits, and then finds it done.
        with self._locks.hold(identifier):
            told = self.store.notifications(identifier)
            referral = self._referral(identifier)
            if not told or not self.is_told(referral, told[-1]):
                self._send(self.due(self._record(referral), told))
        return self.store.notifications(identifier)

    def send_waiting(self, ods: str) -> None:
        """Send what waits at a pharmacy, and by e-mail what turns out not to be wanted by MESH."""
        for message in self.outbox.send_waiting(ods):
            told = self.store.notifications(message.referral)
            last = told[-1] if told else None
            if last is not None and last.id == message.key and self.is_unwanted(last):
                with self._locks.hold(message.referral):
                    self._send(self.fall_back(self._record(self._referral(message.referral)), told))

    def is_unwanted(self, last: Notification) -> bool:
        """Whether a message has found no mailbox at the practice, so that an e-mail goes in its place."""
        return last.channel == "mesh" and last.status == "failed" and last.why == TAKES_NONE

    def is_told(self, referral: Referral, last: Notification) -> bool:
        """Whether the practice has been sent the record as it is now."""
        amendment = int((referral.consultation or {}).get("amendment", 0))
        return last.status in {"sent", "delivered"} and last.amendment == amendment

    def due(self, record: Record, told: list[Notification]) -> Notification:
        """The message that is to go now: the first, the one that waits, a correction, or an e-mail in place of one."""
        last = told[-1] if told else None
        if last is None or last.amendment != record.amendment:
            return self.first(record, told)
        if last.status == "waiting":
            return last
        return self.fall_back(record, told)

    def first(self, record: Record, told: list[Notification]) -> Notification:
        """The first message about a record as it is now."""
        if self.takes_mesh(record):
            return self.put_by_mesh(record, told)
        return self.put_by_nhsmail(record, told, "" if record.urgent_medicines else TAKES_NONE)

    def takes_mesh(self, record: Record) -> bool:
        """Whether the practice is to be told by MESH; an urgent supply waits for MESH, a minor illness does not."""
        if record.urgent_medicines:
            return True
        try:
            with self.mesh.mailbox(self.premises_of(record).mesh) as client:
                return bool(self.mailbox_for(client, record))
        except ServiceTrouble:
            return False

    def fall_back(self, record: Record, told: list[Notification]) -> Notification:
        """The next message after one that failed: by e-mail, unless the patient is not registered there."""
        last = told[-1]
        if ELSEWHERE & {answer["code"] for answer in last.answers}:
            raise ServiceTrouble(last.why)  # an e-mail to the same practice would be wrong in the same way
        message = self.store.outgoing(last.id)
        if last.channel == "nhsmail" and message is not None and message.state == REFUSED:
            return last  # it never left, so it goes once more as it is
        return self.put_by_nhsmail(record, told, last.why)

    def put_by_mesh(self, record: Record, told: list[Notification]) -> Notification:
        """Put a message for MESH into the outbox."""
        notification = self._new(record, told, "mesh", record.practice["ods"])
        replaces = next((one.document_id for one in reversed(told) if one.document_id), "")
        return self._keep(notification, by_mesh.written(self.message, record, notification, replaces))

    def put_by_nhsmail(self, record: Record, told: list[Notification], why: str) -> Notification:
        """Put an e-mail into the outbox."""
        notification = self._new(record, told, "nhsmail", self.address_for(record))
        notification.why = why
        sender = self.premises_of(record).nhsmail.address
        return self._keep(notification, by_nhsmail.written(self.email, record, notification, sender))

    def carry_by_mesh(self, message: Outgoing) -> str:
        """Send a message by MESH; gives its MESH message id."""
        record = self._record(self._referral(message.referral))
        with self.mesh.mailbox(self.premises_of(record).mesh) as client:
            mailbox = self.mailbox_for(client, record)
            if not mailbox:
                raise Refused(TAKES_NONE)
            workflow = self.mesh.workflow_of(record.urgent_medicines)
            ods, subject = record.pharmacy.ods, str(message.details["subject"])
            sent = self.mesh.send(client, mailbox, message.body.encode(), subject, ods, workflow)
        message.details = {**message.details, "mailbox": mailbox}
        return sent

    def carry_by_nhsmail(self, message: Outgoing) -> str:
        """Submit an e-mail; gives its Message-ID."""
        record = self._record(self._referral(message.referral))
        return self.nhsmail.send(by_nhsmail.read(message.body), self.premises_of(record).nhsmail)

    def settle(self, message: Outgoing) -> None:
        """Note on a notification how far its message in the outbox has come."""
        notification = self.store.one_notification(message.key)
        if notification is None or message.state == WAITING:
            return
        if message.state == SENT:
            notification.reference, notification.sent = message.receipt, message.tried
            notification.recipient = message.details.get("mailbox", notification.recipient)
            # A practice's system may have answered before MESH has.
            notification.status, notification.why = self.answers.state(notification)
        else:
            notification.status, notification.why = "failed", message.trouble
        self.store.keep(notification)
        if notification.status == "failed" and message.trouble != TAKES_NONE:
            self.answers.tell(notification)

    def mailbox_for(self, client: Any, record: Record) -> str:
        """The mailbox of the practice, as MESH knows it."""
        workflow = self.mesh.workflow_of(record.urgent_medicines)
        return self.mesh.mailbox_of(client, record.practice["ods"], workflow)

    def address_for(self, record: Record) -> str:
        """The e-mail address of the practice, from the local directory."""
        entry = self.store.practice(record.practice["ods"])
        if entry is None or not entry.email:
            raise Refused(
                f"The directory has no e-mail address for practice {record.practice['ods']}; load it first"
            )
        return entry.email

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
        if not record.practice["ods"] or record.practice["ods"].upper() in NO_PRACTICE:
            raise Refused(
                "No practice is recorded for this patient now, and nothing was sent: ask the patient where they are "
                "registered, and tell that practice yourself, by telephone or letter"
            )

    def check_consent(self, referral: Referral) -> None:
        """Refuse to tell anybody without the patient's consent."""
        if not referral.share_with_gp:
            raise Refused("The patient has not consented to sharing this with their practice")

    def premises_of(self, record: Record) -> Premises:
        """The pharmacy whose mailbox the practice is told from."""
        return next(premises for premises in self.config.premises if premises.ods == record.pharmacy.ods)

    def _send(self, notification: Notification) -> None:
        try:
            self.outbox.send(notification.id)
        except Refused as refused:
            if refused.shown != TAKES_NONE:
                raise ServiceTrouble(refused.shown) from refused
            told = self.store.notifications(notification.referral)
            self._send(self.fall_back(self._record(self._referral(notification.referral)), told))

    def _referral(self, identifier: str) -> Referral:
        referral = self.store.referral(identifier)
        if referral is None:
            raise Refused("There is no such referral")
        return referral

    def _record(self, referral: Referral) -> Record:
        self.check_consent(referral)
        record = self.record_of(referral)
        self.check_practice(record)
        return record

    def _keep(self, notification: Notification, message: Outgoing) -> Notification:
        self.outbox.put(message, notification)
        return notification

    def _new(self, record: Record, told: list[Notification], channel: str, recipient: str) -> Notification:
        return Notification(
            id=f"{record.referral}/{len(told) + 1}",
            number=len(told) + 1,
            referral=record.referral,
            ods=record.pharmacy.ods,
            channel=channel,
            recipient=recipient,
            practice_ods=record.practice["ods"],
            status="waiting",
            created=now(),
            amendment=record.amendment,
            answers=[],
            reference="",
            why="",
            document_id="",
        )
