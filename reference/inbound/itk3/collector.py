"""Collecting what lies in the MESH inbox: each message is read, kept, answered, and only then acknowledged to MESH."""

from dataclasses import dataclass
from typing import Any

from ...kit.config import Premises
from ...kit.locks import Locks
from ...kit.problems import ServiceTrouble
from ...kit.store import Store
from ...national.mesh import Inbound, Mesh
from ...outbound.gp.answers import Answers
from . import responses
from .intake import Itk3Intake


@dataclass(frozen=True)
class Collected:
    """A message that was collected, and what it came to."""

    kind: str
    """response, referral or report."""
    message_id: str
    response_to: str
    code: str
    about: str | None = None
    """The notification that it answers."""
    result: str = ""
    """What became of a referral."""


class Collector:
    """Empties the MESH inbox of a pharmacy."""

    def __init__(self, store: Store, answers: Answers, mesh: Mesh, itk3: Itk3Intake) -> None:
        self.store = store
        self.answers = answers
        self.mesh = mesh
        self.itk3 = itk3
        self._locks = Locks()

    def collect(self, premises: Premises) -> list[dict[str, str]]:
        """Poll the inbox now, and say what each message came to; one that fails stops nothing after it."""
        collected: list[Collected] = []
        failed: list[ServiceTrouble] = []
        with self._locks.hold(premises.mesh.mailbox), self.mesh.mailbox(premises.mesh) as client:
            for message_id in self.mesh.waiting(client):
                try:
                    with self.mesh.as_trouble():
                        collected.append(self.deal_with(client, message_id, premises))
                except ServiceTrouble as trouble:
                    failed.append(trouble)
        if failed:
            raise failed[0]
        # Told after the whole poll: both responses to a message often wait together.
        return [self._shown(message) for message in collected]

    def deal_with(self, client: Any, message_id: str, premises: Premises) -> Collected:
        """Take one message through to its end; it stays in the inbox until then."""
        inbound = self.mesh.collect(client, message_id)
        collected = self.keep(client, inbound, premises)
        self.mesh.acknowledge(client, message_id)
        return collected

    def keep(self, client: Any, inbound: Inbound, premises: Premises) -> Collected:
        """Record what a message says."""
        if inbound.is_report:
            return self._report(inbound)
        is_response = responses.read(inbound.body) is not None
        if inbound.workflow == self.mesh.settings.referral_workflow and not is_response:
            return self._referral(client, inbound, premises)
        return self._response(inbound)

    def _referral(self, client: Any, inbound: Inbound, premises: Premises) -> Collected:
        outcome = self.itk3.take(inbound, premises)
        refused = False
        for reply in outcome.replies if outcome.mailbox else []:
            refused |= not self.mesh.answer(client, outcome.mailbox, reply.body, premises.ods)
            self.itk3.note_answer(inbound, reply.code)
        if refused:
            self.answers.untold(outcome.referral)
        codes = " ".join(reply.code for reply in outcome.replies)
        return Collected("referral", inbound.message_id, "", codes, result=outcome.result)

    def _response(self, inbound: Inbound) -> Collected:
        response = responses.read(inbound.body)
        if response is None:
            return Collected("response", inbound.message_id, "", "")
        notification = self.answers.response(response.header_id, response.code)
        about = notification.id if notification else None
        return Collected("response", inbound.message_id, response.header_id, response.code, about)

    def _report(self, inbound: Inbound) -> Collected:
        """A report of MESH itself: the message could not be delivered."""
        notification = self.answers.report(inbound.linked_id, inbound.status_code)
        about = notification.id if notification else None
        return Collected("report", inbound.message_id, inbound.linked_id, inbound.status_code, about)

    def _shown(self, collected: Collected) -> dict[str, str]:
        notification = self.store.one_notification(collected.about) if collected.about else None
        return {
            "kind": collected.kind,
            "message_id": collected.message_id,
            "response_to": collected.response_to,
            "code": collected.code,
            "result": collected.result or (notification.status if notification else "unmatched"),
        }
