"""Reading the pharmacy's mailbox: practices' referrals and delivery reports are kept, then marked as read."""

import logging

from ...kit.config import Premises
from ...kit.locks import Locks
from ...outbound.gp.answers import Answers
from ...referrals.audit import Arrival
from ...referrals.register import Referrals
from . import delivery_report
from .bounces import Bounces
from .letter import Letter, read
from .mailbox import LARGEST, Inbox, Mailbox
from .referral import GpMailReferral

_log = logging.getLogger("reference.mail")
_AT_ONCE = 200  # messages that one look may handle; the next look goes on


class MailCollector:
    """Takes the referrals of practices out of a mailbox, a method a step."""

    def __init__(
        self,
        mailbox: Mailbox,
        referrals: Referrals,
        reader: GpMailReferral,
        answers: Answers,
        bounces: Bounces,
    ) -> None:
        self.mailbox = mailbox
        self.referrals = referrals
        self.reader = reader
        self.answers = answers
        self.bounces = bounces
        self._put_aside: set[tuple[str, str, str]] = set()
        self._locks = Locks()

    def collect(self, premises: Premises) -> list[dict[str, str]]:
        """Look into the mailbox now, and say what each referral in it came to."""
        if not self.mailbox.is_there:
            return []
        account = premises.nhsmail
        with self._locks.hold(account.username), self.mailbox.inbox(account) as inbox:
            new = [
                uid for uid in self.unread(inbox) if self._mark(premises, inbox, uid) not in self._put_aside
            ]
            collected = [self._one(premises, inbox, uid) for uid in new[:_AT_ONCE]]
        return [message for message in collected if message is not None]

    def unread(self, inbox: Inbox) -> list[str]:
        """The messages to look at."""
        return inbox.unseen()

    def _one(self, premises: Premises, inbox: Inbox, uid: str) -> dict[str, str] | None:
        header = inbox.header(uid)
        if delivery_report.is_report(header):
            return self.take_report(inbox, uid)
        head = self.letter(header)
        why = self.reason_to_leave(inbox, uid, head)
        if why:
            self._leave(
                premises, inbox, uid, Arrival("email", "gp-practice", message_id=head.message_id), why
            )
            return None
        raw = inbox.whole(uid)
        if not raw:
            return None  # somebody has moved it meanwhile
        result = self.take(self.letter(raw), premises)
        inbox.mark_seen(uid)
        shown = {"kind": "referral", "message_id": head.message_id, "response_to": "", "code": ""}
        return {**shown, "result": result}

    def letter(self, raw: bytes) -> Letter:
        """A message, or its headers alone, as a person reads them."""
        return read(raw)

    def take_report(self, inbox: Inbox, uid: str) -> dict[str, str] | None:
        """Match a report of an e-mail that was not delivered; one about no message of ours is left for people."""
        report = delivery_report.read(inbox.whole(uid))
        if report.action != "failed":
            return None
        notification = self.answers.report(report.message_id, report.status)
        if notification is None and not self.bounces.take(report):
            return None
        inbox.mark_seen(uid)
        shown = {"kind": "report", "message_id": "", "response_to": report.message_id, "code": report.status}
        return {**shown, "result": notification.status if notification else "failed"}

    def reason_to_leave(self, inbox: Inbox, uid: str, head: Letter) -> str:
        """Why a message is left for people to read; empty for a referral that can be taken."""
        if not self.reader.is_referral(head.subject):
            return "no referral of a practice; left in the mailbox"
        return "larger than 35 MB; left in the mailbox" if inbox.size(uid) > LARGEST else ""

    def take(self, letter: Letter, premises: Premises) -> str:
        """Keep the referral that an e-mail makes; gives what became of it."""
        content = self.reader.content(letter, premises)
        arrival = Arrival(
            "email",
            "gp-practice",
            message_id=letter.message_id,
            service=self.reader.service(letter),
            sender_ods=content["sender"]["ods"],
        )
        return self.referrals.take(content, premises, arrival).result

    def _leave(self, premises: Premises, inbox: Inbox, uid: str, arrival: Arrival, why: str) -> None:
        """Leave a message for people to read; it is noted once, and not looked at again."""
        self._put_aside.add(self._mark(premises, inbox, uid))
        self.referrals.refused(premises, arrival, why, "")
        _log.info("a message in the mailbox of %s is left there", premises.ods)

    def _mark(self, premises: Premises, inbox: Inbox, uid: str) -> tuple[str, str, str]:
        return premises.nhsmail.username, inbox.validity, uid
