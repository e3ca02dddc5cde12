"""The outbox as a person sees it: what waits, what nobody has answered, and what failed and was not made good."""

from datetime import timedelta
from typing import Any

from ..kit.agreed import NotificationRules
from ..kit.models import Notification, Outgoing
from ..kit.store import Store
from ..kit.times import now, read_time
from ..kit.working_time import worked
from .gp.deadline import due

GP_NOTIFICATION = "gp-notification"
_OVERDUE = "The practice should have been told by now, and this still waits: ring it"
_NO_ANSWER = "The practice has not answered: ring it, and do not count on the message"


class OutboxScreen:
    """Shows the outbox of a pharmacy, a method for each thing that stands in it."""

    def __init__(self, store: Store, rules: NotificationRules) -> None:
        self.store = store
        self.rules = rules

    def rows(self, ods: str, at: str = "") -> list[dict[str, Any]]:
        """All that a person has to know of at a moment, oldest first."""
        waiting = [self.waiting(message, at or now()) for message in self.store.waiting(ods)]
        last = {one.referral: one for one in self.store.notifications_at(ods)}.values()
        failed = [self.told(one, "failed", one.why) for one in last if one.status == "failed"]
        late = [self.told(one, "unanswered", _NO_ANSWER) for one in last if self.is_late(one, at or now())]
        return sorted([*waiting, *failed, *late], key=lambda row: str(row["since"]))

    def is_late(self, notification: Notification, at: str) -> bool:
        """Whether the two answers to a message should have come by a moment."""
        if not self.awaits_answers(notification) or not notification.sent:
            return False
        sent, moment = read_time(notification.sent), read_time(at)
        limit = timedelta(hours=self.rules.unanswered.hours)
        if self.rules.unanswered.counted == "working":
            return worked(sent, moment, self.rules.working_day) > limit
        return moment - sent > limit

    def awaits_answers(self, notification: Notification) -> bool:
        """Whether the two answers to a message have still to come."""
        return notification.channel == "mesh" and notification.status == "sent"

    def is_overdue(self, message: Outgoing, at: str) -> bool:
        """Whether a practice should have been told by a moment of what still waits."""
        referral = self.store.referral(message.referral) if message.kind == GP_NOTIFICATION else None
        consultation = referral.consultation if referral is not None else None
        days = self.rules.told.working_days
        return consultation is not None and read_time(at) >= due(str(consultation["started"]), days)

    def waiting(self, message: Outgoing, at: str) -> dict[str, Any]:
        """A message that still has to be sent, by a moment."""
        overdue = self.is_overdue(message, at)
        return {
            "kind": message.kind,
            "referral": message.referral,
            "to": message.recipient,
            "reference": message.reference,
            "since": message.created,
            "attempts": message.attempts,
            "state": "overdue" if overdue else "waiting",
            "text": _OVERDUE if overdue else message.trouble,
        }

    def told(self, notification: Notification, state: str, text: str) -> dict[str, Any]:
        """A notification that somebody has to see to."""
        message = self.store.outgoing(notification.id)
        return {
            "kind": GP_NOTIFICATION,
            "referral": notification.referral,
            "to": notification.recipient,
            "reference": notification.reference,
            "since": notification.created,
            "attempts": message.attempts if message else 0,
            "state": state,
            "text": text,
        }
