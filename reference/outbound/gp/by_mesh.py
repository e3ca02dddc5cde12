"""A notification as a message over MESH: written once, sent as often as it takes."""

import unicodedata

from ...consultations.record import Record
from ...kit.models import Notification, Outgoing
from .message import GpMessage
from .strands import strand_of

CHANNEL = "gp-mesh"


def written(message: GpMessage, record: Record, notification: Notification, replaces: str) -> Outgoing:
    """Write the message, and note on the notification by which ids answers will name it."""
    built = message.build(record, replaces)
    notification.header_id, notification.document_id = built.header_id, built.document_id
    return Outgoing(
        key=notification.id,
        kind="gp-notification",
        ods=record.pharmacy.ods,
        referral=record.referral,
        channel=CHANNEL,
        recipient=record.practice["ods"],
        reference=built.header_id,
        body=built.body.decode(),
        details={"subject": subject(record)},
        created=notification.created,
    )


def subject(record: Record) -> str:
    """The subject that GP Connect lays down; MESH headers carry plain ASCII only."""
    premises, title = record.pharmacy, strand_of(record.urgent_medicines).title
    number = record.patient["nhs_number"] or "not known"
    text = (
        f"{title} for {record.patient['name']}, NHS Number: {number}, "
        f"seen at {premises.name}, ODS code: {premises.ods}, version {record.amendment + 1}"
    )
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.split())[:500]
