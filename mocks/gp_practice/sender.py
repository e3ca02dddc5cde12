"""A GP practice as it refers a patient to a pharmacy: by e-mail within NHSmail, or by ITK3 over MESH.

Source: model of the project, from ITK3 messaging and NHSmail (interface sheet mesh-itk3-nhsmail-mys, parts B and C).
Left out: what a practice does when an acknowledgement it asked for does not come.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from mesh_client import MeshError

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Exchange, Side
from cpcs_harness.mockkit import World
from cpcs_harness.people.model import GpReferral, Practice, Report, Sent, plain

from ..mesh.sandboxed import REFERRALS, WORKFLOW
from ..nhsmail.smtp import NHSmail
from . import email as gp_practice_email
from . import itk3 as gp_practice_itk3
from .responder import body_of, open_mailbox

BY_EMAIL = "model of the project, from NHSmail as the pharmacies' fall-back"
BY_ITK3 = "model of the project, from ITK3 messaging 2.10.0"
MEDIA = "application/fhir+xml"
DELIVERED, ACCEPTED = 250, 202


class GpPractice:
    """Every practice of the run, as a sender."""

    def __init__(self, world: World, nhsmail: NHSmail) -> None:
        self.world = world
        self.nhsmail = nhsmail
        self._recorded: set[str] = set()
        """MESH ids of the responses that were written down: one whose acknowledgement failed comes again."""

    def send_email(self, referral: GpReferral, variant: str = "", damage: str = "") -> Sent:
        """Write to the pharmacy's mailbox; what a hostile e-mail points to is the canary."""
        canary = self.world.addresses.get("canary", "")
        body = gp_practice_email.referral_message(referral, damage, canary)
        facts = _facts("referral", referral, variant, damage)
        return self._deliver("send_referral", referral.person.practice.email, referral, body, facts)

    def send_111_email(self, report: Report, variant: str = "") -> Sent:
        """Write to the pharmacy's mailbox in place of NHS 111's system, which is down."""
        body = gp_practice_email.report_message(report)
        facts = _facts("report", report, variant, "") | {"habits": report.habits, "sender": report.sender}
        sender = f"nhs111.{report.sender_ods.lower()}@nhs.net"
        return self._deliver("send_report", sender, report, body, facts)

    def send_itk3(self, referral: GpReferral, variant: str = "", damage: str = "") -> Sent:
        """Send over MESH from the practice's mailbox to the pharmacy's."""
        body = gp_practice_itk3.message(referral, damage)
        journey, rule = self.world.register.match([referral.person.nhs_number])
        started = time.monotonic()
        answer = self._send(referral, body, journey)
        exchange = Exchange(
            service="gp_itk3",
            operation="send_referral",
            protocol="mesh",
            direction="to-candidate",
            request=_by_mesh(referral, body),
            response=Side(answer),
            certainty=Certainty.MODELLED,
            source=BY_ITK3,
            journey=journey,
            rule=rule,
            facts=_facts("referral", referral, variant, damage),
            elapsed_ms=(time.monotonic() - started) * 1000,
        )
        recorded = self.world.recorder.exchange(exchange)
        if "error" in answer:
            raise HarnessError(f"a practice could not send by our own MESH ({recorded}): {answer['error']}")
        return Sent(recorded, int(answer["status"]))

    def collect_acknowledgements(self, journey_id: str) -> list[dict[str, Any]]:
        """Empty the mailboxes of a journey's practices of all but GP reports; gives what came, in order."""
        found: list[dict[str, Any]] = []
        for practice in list(self.world.practices.values()):
            journey, rule = self.world.register.match([practice.mailbox])
            if journey == journey_id:
                found += self._collect(practice, journey_id, rule)
        return found

    def _deliver(
        self, operation: str, sender: str, sent: GpReferral | Report, body: bytes, facts: Mapping[str, Any]
    ) -> Sent:
        to = sent.premises.email
        journey, rule = self.world.register.match([sent.person.nhs_number])
        exchange = Exchange(
            service="gp_email",
            operation=operation,
            protocol="smtp",
            direction="to-candidate",
            request=Side({"mail_from": sender, "rcpt_to": [to]}, [("Content-Type", "message/rfc822")], body),
            response=Side({"status": DELIVERED}),
            certainty=Certainty.MODELLED,
            source=BY_EMAIL,
            journey=journey,
            rule=rule,
            facts=facts,
        )
        recorded = self.world.recorder.exchange(exchange)  # before anybody can have read it
        self.nhsmail.deliver(to, body)
        return Sent(recorded, DELIVERED)

    def _send(self, referral: GpReferral, body: bytes, journey: str | None) -> dict[str, Any]:
        practice = referral.person.practice
        try:
            with open_mailbox(self.world, practice) as client:
                given = {"workflow_id": REFERRALS, "local_id": practice.ods, "content_type": MEDIA}
                message_id = str(client.send_message(referral.premises.mailbox, body, **given))
        except (MeshError, OSError) as failed:  # whatever requests raises is an OSError
            return {"error": str(failed)}
        if journey is not None:
            self.world.register.link("message", message_id, journey)
        return {"status": ACCEPTED, "message_id": message_id}

    def _collect(self, practice: Practice, journey: str, rule: str) -> list[dict[str, Any]]:
        found = []
        try:
            with open_mailbox(self.world, practice) as client:
                for message_id in client.list_messages(workflow_filter=f"!{WORKFLOW}"):
                    message = client.retrieve_message(message_id)
                    if message.message_type == "DATA" and message_id not in self._recorded:
                        self._recorded.add(message_id)
                        found.append(self._take(message, practice, journey, rule))
                    message.acknowledge()
        except (MeshError, OSError) as failed:
            raise HarnessError(
                f"the practice could not read its mailbox at our own MESH: {failed}"
            ) from failed
        return found

    def _take(self, message: Any, practice: Practice, journey: str, rule: str) -> dict[str, Any]:
        came = _start("COLLECT", message.sender, practice.mailbox, message.workflow_id)
        exchange = Exchange(
            service="gp_itk3",
            operation="acknowledgement",
            protocol="mesh",
            direction="from-candidate",
            request=Side(came, _headers_of(message), body_of(message)),
            response=Side({"status": 200}),
            certainty=Certainty.MODELLED,
            source=BY_ITK3,
            journey=journey,
            rule=rule,
            facts={"mailbox": practice.mailbox, "message_id": message.id()},
        )
        return came | {"message_id": message.id(), "exchange": self.world.recorder.exchange(exchange)}


def _headers_of(message: Any) -> list[tuple[str, str]]:
    """Give the headers that MESH hands on; their names are compared without case."""
    found = [(f"mex-{name}", str(value)) for name, value in message.mex_headers()]
    return [*found, ("Content-Type", str(message.content_type or ""))]


def _start(what: str, sender: Any, to: str, workflow: Any) -> dict[str, str]:
    """Say what passed over MESH, and in the terms of a call, for messages about it."""
    said = {"from": str(sender or ""), "to": to, "workflow": str(workflow or "")}
    return {"method": what, "target": "{workflow} from {from} to {to}".format(**said), **said}


def _facts(kind: str, sent: GpReferral | Report, variant: str, damage: str) -> dict[str, Any]:
    return {"variant": variant, "damage": damage, kind: plain(sent)}


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
