"""What comes back to a pharmacy when its practice could not be reached: reports of MESH, and of NHSmail.

Source: MESH API 2.0.0, reports (interface sheet mesh-itk3-nhsmail-mys, A5); RFC 3464 for e-mail.
"""

from __future__ import annotations

from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.policy import SMTP

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit import World
from cpcs_harness.mockkit.sender import Channel, Sender

from ..mesh.service import MESH
from ..nhsmail.smtp import NHSmail

REPORTS = Channel(
    "nhsmail_report", "smtp", Certainty.INFERRED, "RFC 3464, as NHSmail reports what it cannot deliver"
)
SENDER = "postmaster@nhs.net"
TAKEN = 250
WORDS = {
    "14": "Message not collected by recipient after 5 days",
    "EPL-150": "Multiple mailboxes match",
    "EPL-151": "No mailbox matches",
    "EPL-152": "Invalid NHS Number",
    "EPL-153": "NHS Number not found",
    "EPL-154": "NHS Number supplied does not match the demographics",
}


class Failures(Sender):
    """Says hours or days later that something did not arrive."""

    def __init__(self, world: World, mesh: MESH, nhsmail: NHSmail) -> None:
        super().__init__(world)
        self.mesh = mesh
        self.nhsmail = nhsmail

    def by_mesh(self, journey: str, nhs_number: str, code: str) -> bool:
        """Put a report about the last message on a patient into its sender's inbox; False where there is none."""
        person = self.world.people[nhs_number]
        return bool(self.mesh.undelivered(person.practice.mailbox, code, WORDS[code], journey))

    def by_email(self, journey: str, nhs_number: str, status: str) -> bool:
        """Write a report about the last e-mail to a patient's practice into its sender's mailbox."""
        practice = self.world.people[nhs_number].practice
        delivered = self.nhsmail.mailbox(practice.email)
        if not delivered:
            return False
        head = BytesHeaderParser().parsebytes(delivered[-1])
        premises = [
            place for place in self.world.environment.premises if place.email in str(head["From"]).lower()
        ]
        if not premises:
            return False
        to, body = premises[0].email, report(head, practice.email, premises[0].email, status)
        self.sent(
            REPORTS,
            "report",
            Side({"mail_from": "", "rcpt_to": [to]}, [("Content-Type", "message/rfc822")], body),
            lambda: Side({"status": TAKEN}),
            self.owner([nhs_number]),
            {"status": status, "message_id": str(head["Message-ID"])},
        )
        self.nhsmail.deliver(to, body)
        return True


def report(head: Message, recipient: str, to: str, status: str) -> bytes:
    """Write a report of one message to one recipient, with the head of what was sent."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = SENDER, to
    message["Subject"] = "Undeliverable: a message from you"
    message.set_content("Your message could not be delivered. The details are attached.\n")
    message.make_mixed()
    message.set_param("report-type", "delivery-status")
    message.set_type("multipart/report")
    message.attach(_status(recipient, status))
    original = EmailMessage(policy=SMTP)
    kept = "\r\n".join(f"{name}: {head[name]}" for name in ("From", "To", "Message-ID", "Date") if head[name])
    original.set_content(kept + "\r\n")
    original.set_type("text/rfc822-headers")
    message.attach(original)
    message.set_boundary(f"=_report_{status.replace('.', '_')}")
    return message.as_bytes()


def _status(recipient: str, status: str) -> EmailMessage:
    part = EmailMessage()
    part["Content-Type"] = "message/delivery-status"
    whole, one = Message(), Message()
    whole["Reporting-MTA"] = "dns; send.nhs.net"
    one["Final-Recipient"] = f"rfc822; {recipient}"
    one["Action"], one["Status"] = "failed", status
    part.set_payload([whole, one])
    return part
