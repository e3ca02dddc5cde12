"""A notification as an e-mail: written once, with its Message-ID, and sent as often as it takes."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from ...consultations.record import Record
from ...kit.models import Notification, Outgoing
from .email import GpEmail

CHANNEL = "gp-nhsmail"


def written(email: GpEmail, record: Record, notification: Notification, sender: str) -> Outgoing:
    """Write the e-mail to the notification's recipient."""
    message = email.message(record, sender, notification.recipient)
    notification.reference = str(message["Message-ID"])
    return Outgoing(
        key=notification.id,
        kind="gp-notification",
        ods=record.pharmacy.ods,
        referral=record.referral,
        channel=CHANNEL,
        recipient=notification.recipient,
        reference=notification.reference,
        body=message.as_bytes(policy=policy.SMTP).decode(),
        details={},
        created=notification.created,
    )


def read(body: str) -> EmailMessage:
    """Read an e-mail that was written here."""
    return message_from_bytes(body.encode(), policy=policy.SMTP)
