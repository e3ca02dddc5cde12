"""What comes back for a notification: a practice's responses, reports of MESH, and reports of undelivered e-mail."""

from typing import Any

from ...kit.models import Notification
from ...kit.store import Store
from ...kit.times import now
from ...referrals.alerts import Alerts

RECEIVED, DECEASED = "20013", "30004"
KNOWN = {"30001", DECEASED}
"""Taken in by the practice's system; the patient is known there, 30004: and recently deceased."""
COPIES = {"20007", "20008"}
"""The practice has the message, or the document, already."""
ELSEWHERE = {"30002", "30003"}
"""The patient is not, or no longer, registered there."""
REFUSALS = (
    {str(code) for code in range(10001, 10011)} - {"10006"}
    | {str(code) for code in range(20001, 20016)} - {RECEIVED, *COPIES}
    | ELSEWHERE
)
_DIED = "The practice says that the patient has died: check what was recorded, and whom else it should reach"
_TEXTS = {
    "30002": "The practice does not know the patient: ask where they are registered, and tell that practice yourself",
    "30003": "The patient has left the practice: ask where they are registered, and tell that practice yourself",
    "20014": "The practice cannot put the correction in place of the first document: count on neither, and ring it",
}


class Answers:
    """Adds what comes back to the notification that it is about, and says how far that has come."""

    def __init__(self, store: Store, alerts: Alerts) -> None:
        self.store = store
        self.alerts = alerts

    def response(self, header_id: str, code: str) -> Notification | None:
        """Take a practice's response; None where it is about none of our messages."""
        found = self.store.notification_by(header_id=header_id) if header_id else None
        return self._add(found, {"kind": "response", "code": code})

    def report(self, reference: str, code: str) -> Notification | None:
        """Take a report that a message was not delivered, by the id of that message; None where it is none of ours."""
        found = self.store.notification_by(reference=reference) if reference else None
        return self._add(found, {"kind": "report", "code": code})

    def _add(self, notification: Notification | None, answer: dict[str, Any]) -> Notification | None:
        if notification is None:
            return None
        before = notification.status
        notification.answers = [*notification.answers, {**answer, "at": now()}]
        notification.status, notification.why = self.state(notification)
        self.store.keep(notification)
        if notification.status == "failed" and before != "failed":
            self.tell(notification)
        return notification

    def tell(self, notification: Notification) -> None:
        """Have a person look at a notification that failed."""
        self.untold(notification.referral)

    def untold(self, identifier: str) -> None:
        """Have a person look at a referral whose practice does not hear what became of it."""
        referral = self.store.referral(identifier)
        if referral is not None:
            with self.store.writing() as session:
                self.alerts.sound(session, referral, "notification-failed")

    def state(self, notification: Notification) -> tuple[str, str]:
        """How far a message has come by all its answers, in whatever order they came, and why it failed."""
        reports = [answer["code"] for answer in notification.answers if answer["kind"] == "report"]
        codes = [answer["code"] for answer in notification.answers if answer["kind"] == "response"]
        refusals = self.refusals(codes)
        if reports:
            return "failed", f"It was not delivered ({reports[-1]}): tell the practice another way"
        if refusals:
            return "failed", refused(refusals[0])
        if RECEIVED in codes and KNOWN & set(codes):
            return "delivered", self.said_of_the_patient(codes) or notification.why
        return self.without_both(notification, codes)

    def said_of_the_patient(self, codes: list[str]) -> str:
        """What a practice that took the message says of its patient besides, for a person to know."""
        return _DIED if DECEASED in codes else ""

    def refusals(self, codes: list[str]) -> list[str]:
        """The responses that refuse; one that is about a copy, or that no list has, refuses nothing."""
        return [code for code in codes if code in REFUSALS]

    def without_both(self, notification: Notification, codes: list[str]) -> tuple[str, str]:
        """How far a message has come that lacks one of its two responses."""
        if COPIES & set(codes) and self.was_sent_twice(notification):
            return "delivered", notification.why  # the answers to the first copy were for that one
        if COPIES & set(codes) and RECEIVED not in codes:
            return "failed", "The practice says that it has this already, which we do not know of: ring it"
        return "sent", notification.why

    def was_sent_twice(self, notification: Notification) -> bool:
        """Whether a copy of the message may have gone before."""
        message = self.store.outgoing(notification.id)
        return message is not None and message.attempts > 1


def refused(code: str) -> str:
    """What a person is told of a refusal."""
    return _TEXTS.get(code, f"The practice's system did not take it ({code}): tell the practice another way")
