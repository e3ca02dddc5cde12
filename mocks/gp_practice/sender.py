"""A GP practice as it refers a patient to a pharmacy: by e-mail within NHSmail, or by ITK3 over MESH.

Source: model of the project, from ITK3 messaging and NHSmail (interface sheet mesh-itk3-nhsmail-mys, parts B and C).
Left out: what a practice does when an acknowledgement it asked for does not come.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mesh_client import MeshError

from cpcs_harness.errors import OwnConnectionError
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit import World
from cpcs_harness.mockkit.sender import FROM_CANDIDATE, Channel, Owner, Sender, facts_of
from cpcs_harness.people.model import GpReferral, Practice, Report, Sent

from ..mesh.sandboxed import DOCUMENTS, REFERRALS
from ..nhsmail.smtp import NHSmail
from . import email as gp_practice_email
from . import itk3 as gp_practice_itk3
from .responder import body_of, open_mailbox

BY_EMAIL = Channel(
    "gp_email",
    "smtp",
    Certainty.MODELLED,
    "model of the project, from NHSmail as the pharmacies' fall-back",
)
BY_ITK3 = Channel("gp_itk3", "mesh", Certainty.MODELLED, "model of the project, from ITK3 messaging 2.10.0")
MEDIA = "application/fhir+xml"
DELIVERED, ACCEPTED, COLLECTED = 250, 202, 200


class GpPractice(Sender):
    """Every practice of the run, as a sender."""

    def __init__(self, world: World, nhsmail: NHSmail) -> None:
        super().__init__(world)
        self.nhsmail = nhsmail
        self._recorded: set[str] = set()
        """MESH ids of the responses that were written down: one whose acknowledgement failed comes again."""

    def send_email(self, referral: GpReferral, variant: str = "", damage: str = "") -> Sent:
        """Write to the pharmacy's mailbox; what a hostile e-mail points to is the canary."""
        canary = self.world.addresses.get("canary", "")
        body = gp_practice_email.referral_message(referral, damage, canary)
        facts = facts_of(referral, variant, damage)
        return self._deliver("send_referral", referral.person.practice.email, referral, body, facts)

    def send_111_email(self, report: Report, variant: str = "") -> Sent:
        """Write to the pharmacy's mailbox in place of NHS 111's system, which is down."""
        body = gp_practice_email.report_message(report)
        sender = f"nhs111.{report.sender_ods.lower()}@nhs.net"
        return self._deliver("send_report", sender, report, body, facts_of(report, variant, ""))

    def send_itk3(self, referral: GpReferral, variant: str = "", damage: str = "") -> Sent:
        """Send over MESH from the practice's mailbox to the pharmacy's."""
        body = gp_practice_itk3.message(referral, damage)
        owner = self.owner([referral.person.nhs_number])
        sent = self.sent(
            BY_ITK3,
            "send_referral",
            _by_mesh(referral, body),
            lambda: self._send(referral, body, owner.journey),
            owner,
            facts_of(referral, variant, damage),
        )
        if sent.error:
            raise OwnConnectionError(
                f"a practice could not send by our own MESH ({sent.exchange}): {sent.error}"
            )
        return sent

    def collect_acknowledgements(self, journey_id: str) -> list[dict[str, Any]]:
        """Empty the mailboxes of a journey's practices of all but GP reports; gives what came, in order."""
        found: list[dict[str, Any]] = []
        for practice in list(self.world.practices.values()):
            owner = self.owner([practice.mailbox])
            if owner.journey == journey_id:
                found += self._collect(practice, owner)
        return found

    def _deliver(
        self, operation: str, sender: str, sent: GpReferral | Report, body: bytes, facts: Mapping[str, Any]
    ) -> Sent:
        to = sent.premises.email
        recorded = self.sent(  # before anybody can have read it
            BY_EMAIL,
            operation,
            Side({"mail_from": sender, "rcpt_to": [to]}, [("Content-Type", "message/rfc822")], body),
            lambda: Side({"status": DELIVERED}),
            self.owner([sent.person.nhs_number]),
            facts,
        )
        self.nhsmail.deliver(to, body)
        return recorded

    def _send(self, referral: GpReferral, body: bytes, journey: str | None) -> Side:
        practice = referral.person.practice
        try:
            with open_mailbox(self.world, practice) as client:
                given = {"workflow_id": REFERRALS, "local_id": practice.ods, "content_type": MEDIA}
                message_id = str(client.send_message(referral.premises.mailbox, body, **given))
        except (MeshError, OSError) as failed:  # whatever requests raises is an OSError
            return Side({"error": str(failed)})
        if journey is not None:
            self.world.register.link("message", message_id, journey)
        return Side({"status": ACCEPTED, "message_id": message_id})

    def _collect(self, practice: Practice, owner: Owner) -> list[dict[str, Any]]:
        found = []
        try:
            with open_mailbox(self.world, practice) as client:
                for message_id in client.list_messages(workflow_filter=f"!{DOCUMENTS}*"):
                    message = client.retrieve_message(message_id)
                    if message.message_type == "DATA" and message_id not in self._recorded:
                        self._recorded.add(message_id)
                        found.append(self._take(message, practice, owner))
                    message.acknowledge()
        except (MeshError, OSError) as failed:
            raise OwnConnectionError(
                f"the practice could not read its mailbox at our own MESH: {failed}"
            ) from failed
        return found

    def _take(self, message: Any, practice: Practice, owner: Owner) -> dict[str, Any]:
        came = _start("COLLECT", message.sender, practice.mailbox, message.workflow_id)
        recorded = self.sent(
            BY_ITK3,
            "acknowledgement",
            Side(came, _headers_of(message), body_of(message)),
            lambda: Side({"status": COLLECTED}),
            owner,
            {"mailbox": practice.mailbox, "message_id": message.id()},
            FROM_CANDIDATE,
        )
        return came | {"message_id": message.id(), "exchange": recorded.exchange}


def _headers_of(message: Any) -> list[tuple[str, str]]:
    """Give the headers that MESH hands on; their names are compared without case."""
    found = [(f"mex-{name}", str(value)) for name, value in message.mex_headers()]
    return [*found, ("Content-Type", str(message.content_type or ""))]


def _start(what: str, sender: Any, to: str, workflow: Any) -> dict[str, str]:
    """Say what passed over MESH, and in the terms of a call, for messages about it."""
    said = {"from": str(sender or ""), "to": to, "workflow": str(workflow or "")}
    return {"method": what, "target": "{workflow} from {from} to {to}".format(**said), **said}


def _by_mesh(referral: GpReferral, body: bytes) -> Side:
    practice = referral.person.practice
    start = _start("SEND", practice.mailbox, referral.premises.mailbox, REFERRALS)
    headers = [
        ("Mex-From", practice.mailbox),
        ("Mex-To", referral.premises.mailbox),
        ("Mex-WorkflowID", REFERRALS),
        ("Mex-LocalID", practice.ods),
        ("Content-Type", MEDIA),
    ]
    return Side(start, headers, body)
