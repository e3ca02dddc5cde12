"""Faults in what becomes of notifications over which the system was stopped."""

from __future__ import annotations

from email.utils import make_msgid

from ...app import App
from ...kit.models import Outgoing
from ...outbound.gp import by_nhsmail
from ...outbound.gp.notifier import Notifier
from ...outbound.outbox import REFUSED, SENT
from ...outbound.outbox_screen import GP_NOTIFICATION
from .._wrong import wrong


def _left(app: App) -> list[Outgoing]:
    """The notifications that have not gone when the system starts."""
    found = [
        message for place in app.service.config.premises for message in app.service.store.waiting(place.ods)
    ]
    return [message for message in found if message.kind == GP_NOTIFICATION]


def _is_under_way(message: Outgoing) -> bool:
    """Whether a message was sent before, and nothing was noted of how that ended."""
    return message.attempts > 0 and not message.trouble


@wrong(catches=("GPM-37", "GPN-11"), shows_when="stopped while a message waits")
def forgets_what_waits_for_practices(app: App) -> None:
    """Forgets, when it is stopped, what practices were still to be told, until somebody asks for it again."""
    for message in _left(app):
        message.state = REFUSED
        app.service.store.keep(message)


@wrong(catches=("GPM-37", "GPN-11"), shows_when="stopped between sending and noting it")
def takes_a_notification_under_way_for_sent(app: App) -> None:
    """Shows a notification that was under way when the system stopped as sent, and sends nothing."""
    for message in filter(_is_under_way, _left(app)):
        message.state = SENT
        notification = app.service.store.one_notification(message.key)
        if notification is not None:
            notification.status = "sent"
            app.service.store.keep(message, notification)


@wrong(catches=("GPM-37", "GPN-11"), shows_when="stopped between sending and noting it")
class WritesWhatWasUnderWayAnew(Notifier):
    """Writes a notification that was under way when the system stopped anew, so that the practice counts two."""

    def carry_by_mesh(self, message: Outgoing) -> str:
        referral = self.store.referral(message.referral)
        if self.is_second(message) and referral is not None:
            message.body = self.message.build(self.record_of(referral)).body.decode()
        return super().carry_by_mesh(message)

    def carry_by_nhsmail(self, message: Outgoing) -> str:
        if self.is_second(message):
            email = by_nhsmail.read(message.body)
            email.replace_header("Message-ID", make_msgid(domain="nhs.net"))
            message.body = email.as_bytes().decode()
        return super().carry_by_nhsmail(message)

    def is_second(self, message: Outgoing) -> bool:
        """Whether it was sent before, and the system stopped before anything came of it."""
        return message.attempts > 1 and not message.trouble
