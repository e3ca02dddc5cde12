"""What comes back to a pharmacy when its practice could not be reached: reports of MESH, and of NHSmail.

Source: MESH API 2.0.0, reports (interface sheet mesh-itk3-nhsmail-mys, A5); RFC 3464 for e-mail.
"""

from __future__ import annotations

from email.parser import BytesHeaderParser

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit import World
from cpcs_harness.mockkit.sender import Channel, Sender

from ..mesh.service import MESH
from ..nhsmail import bounce
from ..nhsmail.smtp import NHSmail

REPORTS = Channel(
    "nhsmail_report", "smtp", Certainty.INFERRED, "RFC 3464, as NHSmail reports what it cannot deliver"
)
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

    def by_mesh(self, journey: str, nhs_number: str, code: str, of_another: bool = False) -> bool:
        """Put a report about the last message on a patient into its sender's inbox; False where there is none.

        `of_another`: about a message that another system sent from that mailbox, as the one before this did.
        """
        mailbox = self.world.people[nhs_number].practice.mailbox
        report = self.mesh.undelivered_of_another if of_another else self.mesh.undelivered
        return bool(report(mailbox, code, WORDS[code], journey))

    def by_email(self, journey: str, nhs_number: str, why: str) -> bool:
        """Write a report on the last e-mail to a patient's practice into the sender's mailbox: failed or delayed."""
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
        to = premises[0].email
        body = bounce.report(self.world, delivered[-1], {practice.email: bounce.LATER[why]}, to, journey)
        self.sent(
            REPORTS,
            "report",
            Side({"mail_from": "", "rcpt_to": [to]}, [("Content-Type", "message/rfc822")], body),
            lambda: Side({"status": TAKEN}),
            self.owner([nhs_number]),
            {"why": why, "message_id": str(head["Message-ID"])},
        )
        self.nhsmail.deliver(to, body)
        return True
