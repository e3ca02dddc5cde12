"""What does not reach a mailbox: refused at once, or taken and sent back as a report of failed or delayed delivery.

Source: RFC 3464 and RFC 6522 (the report), RFC 3463 (the codes); which mailbox is full or unknown is what a journey had
the directory hold (`mailbox: refuses | unknown | full`).
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, make_msgid

from cpcs_harness.mockkit import World

REFUSAL = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
FULL = "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException"
LATER = {
    "unknown": "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "full": FULL,
    "delayed": "450 4.4.7 QUEUE.Expiring; message delayed, delivery is tried again",
}
"""By what becomes of an e-mail later, what the mail system says of it; where that begins with 4, it goes on trying."""
POSTMASTER = "postmaster@nhs.net"


def state_of(world: World, address: str) -> str:
    """Give what is wrong with a mailbox of the directory: refuses, unknown, full; empty for nothing."""
    held = (service for near in list(world.directory.values()) for service in near.services)
    wrong = (
        str(service.get("mailbox", ""))
        for service in held
        if str(service.get("email", "")).lower() == address.lower()
    )
    return next((state for state in wrong if state), "")


def undelivered(world: World, addresses: Iterable[str]) -> dict[str, str]:
    """Give what will come back, by address."""
    states = {address: state_of(world, address) for address in addresses}
    return {address: LATER[state] for address, state in states.items() if state in LATER}


def report(world: World, body: bytes, failed: dict[str, str], to: str, journey: str | None) -> bytes:
    """Write the report of failed or delayed delivery: what a person reads, what a program reads, and what was sent.

    A full mailbox brings that back whole, an unknown one its head alone: both are lawful (RFC 6522). Who reads it later
    belongs to the journey of what it brings back.
    """
    sent = email.message_from_bytes(body, policy=email.policy.compat32)
    message = MIMEMultipart("report")
    message.set_param("report-type", "delivery-status")
    message["From"], message["To"] = POSTMASTER, to
    gone = any(map(_has_failed, failed.values()))
    message["Subject"] = f"{'Undeliverable' if gone else 'Delivery delayed'}: {_line(sent, 'Subject')}"
    message["Date"] = format_datetime(world.clock.now())
    message["Message-ID"] = make_msgid(domain="nhs.net")
    if _line(sent, "Message-ID"):
        message["In-Reply-To"] = _line(sent, "Message-ID")
    said = "could not be delivered" if gone else "is delayed; delivery is tried again"
    message.attach(_text("plain", f"Your message {said}:\n" + "\n".join(failed) + "\n"))
    message.attach(_status(failed))
    message.attach(MIMEMessage(sent) if FULL in failed.values() else _head(sent))
    if journey:
        world.register.link("message", message["Message-ID"], journey)
    return message.as_bytes()


def _head(sent: Message) -> Message:
    return _text("rfc822-headers", "".join(f"{name}: {_line(sent, name)}\n" for name in set(sent.keys())))


def _status(failed: dict[str, str]) -> Message:
    blocks = [{"Reporting-MTA": "dns;send.nhs.net"}]
    for address, said in failed.items():
        action = "failed" if _has_failed(said) else "delayed"
        recipient = {"Final-Recipient": f"rfc822;{address}", "Action": action}
        blocks.append({**recipient, "Status": said.split()[1], "Diagnostic-Code": f"smtp;{said}"})
    part = MIMENonMultipart("message", "delivery-status")
    part.set_payload([_fields(block) for block in blocks])
    return part


def _has_failed(said: str) -> bool:
    return not said.startswith("4")


def _fields(values: dict[str, str]) -> Message:
    block = Message()
    for name, value in values.items():
        block[name] = value
    return block


def _text(kind: str, text: str) -> Message:
    part = MIMENonMultipart("text", kind, charset="us-ascii")
    part.set_payload(text.encode("ascii", "replace").decode(), "us-ascii")
    return part


def _line(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())
