"""Sends to the mailbox of the previous patient's practice; for the first patient, to another practice's."""

from typing import Any

from ..consultations.record import Record
from ..outbound.gp.notifier import Notifier
from ..service import Service

CATCHES = ("GPM-02",)
CONDITION = "more than one practice"


class _LastMailbox(Notifier):
    last = ""

    def mailbox_for(self, client: Any, record: Record) -> str:
        right = super().mailbox_for(client, record)
        wrong = self.last if self.last not in {"", right} else self._another(client, right)
        self.last = right
        return wrong

    def _another(self, client: Any, right: str) -> str:
        found = [self.mesh.mailbox_of(client, practice.ods) for practice in self.store.practices()]
        return next((mailbox for mailbox in found if mailbox not in {"", right}), right)


def install(service: Service) -> None:
    """Send to the wrong mailbox."""
    service.notifier.__class__ = _LastMailbox
