"""Collecting what practices answered: each message is read, recorded, and only then acknowledged."""

from dataclasses import dataclass
from typing import Any

from . import responses
from .config import Premises
from .mesh import Inbound, Mesh
from .models import Notification
from .store import Store
from .turns import Turns


@dataclass(frozen=True)
class Collected:
    """A message that was collected, and the referral that it is about."""

    message_id: str
    response_to: str
    code: str
    referral: str | None


class Collector:
    """Empties the MESH inbox of a pharmacy."""

    def __init__(self, store: Store, mesh: Mesh) -> None:
        self.store = store
        self.mesh = mesh
        self._turns = Turns()

    def collect(self, premises: Premises) -> list[dict[str, str]]:
        """Poll the inbox now, and say what each message came to."""
        with self._turns.take(premises.mesh.mailbox), self.mesh.mailbox(premises.mesh) as client:
            collected = [self._one(client, message_id) for message_id in self.mesh.waiting(client)]
        # Told after the whole poll: both responses to a message often wait together.
        return [self._shown(one) for one in collected]

    def _one(self, client: Any, message_id: str) -> Collected:
        inbound = self.mesh.collect(client, message_id)
        collected = self._report(inbound) if inbound.is_report else self._response(inbound)
        self.mesh.acknowledge(client, message_id)
        return collected

    def _response(self, inbound: Inbound) -> Collected:
        response = responses.read(inbound.body)
        if response is None:
            return Collected(inbound.message_id, "", "", None)
        notification = self.store.notification_by(header_id=response.header_id)
        if notification is not None:
            setattr(notification, response.kind, response.code)
            notification.status = self.status_after(notification)
            self.store.keep(notification)
        about = notification.referral if notification else None
        return Collected(inbound.message_id, response.header_id, response.code, about)

    def _report(self, inbound: Inbound) -> Collected:
        """A report of MESH itself: the message could not be delivered."""
        notification = self.store.notification_by(reference=inbound.linked_id) if inbound.linked_id else None
        if notification is not None:
            notification.status = "failed"
            self.store.keep(notification)
        about = notification.referral if notification else None
        return Collected(inbound.message_id, inbound.linked_id, inbound.status_code, about)

    def status_after(self, notification: Notification) -> str:
        """Delivered when both responses came and are good; failed as soon as one is not."""
        codes = [code for code in (notification.infrastructure, notification.business) if code]
        if not all(responses.Response("", code).good for code in codes):
            return "failed"
        return "delivered" if len(codes) == 2 else "sent"

    def _shown(self, collected: Collected) -> dict[str, str]:
        notification = self.store.notification(collected.referral) if collected.referral else None
        return {
            "message_id": collected.message_id,
            "response_to": collected.response_to,
            "code": collected.code,
            "result": notification.status if notification else "unmatched",
        }
