"""Reports that an e-mail of ours could not be delivered, hours later (RFC 3464): which one, and why."""

import email
import email.policy
from dataclasses import dataclass
from email.message import Message


@dataclass(frozen=True)
class DeliveryReport:
    """What a mail system says became of a message."""

    message_id: str
    """Of the e-mail that was sent; empty where the report does not say."""
    action: str
    """failed, delayed, delivered and the like."""
    status: str
    """Such as 5.1.1: no such mailbox."""


def is_report(head: bytes) -> bool:
    """Whether the head of a message says that it is a delivery report."""
    found = email.message_from_bytes(head, policy=email.policy.compat32)
    kind = str(found.get_param("report-type", "") or "").lower()
    return found.get_content_type() == "multipart/report" and kind == "delivery-status"


def read(raw: bytes) -> DeliveryReport:
    """Read a delivery report as far as it goes."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = list(message.walk())[:100]
    fields = [part for part in parts if part.get("Action")]
    action = str(fields[0].get("Action")).strip().lower() if fields else ""
    status = str(fields[0].get("Status", "")).split()[:1] if fields else []
    return DeliveryReport(_original(parts), action, status[0] if status else "")


def _original(parts: list[Message]) -> str:
    """The Message-ID of the e-mail that a report brings back, whole or its head alone."""
    for number, part in enumerate(parts):
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            head = email.message_from_bytes(payload if isinstance(payload, bytes) else b"")
            return str(head.get("Message-ID", "")).strip()
        if part.get_content_type() == "message/rfc822" and number + 1 < len(parts):
            return str(parts[number + 1].get("Message-ID", "")).strip()
    return ""
