"""An onward referral by FHIR: written once, and carried to the chosen pharmacy's system as often as it takes."""

import json
import uuid
from collections.abc import Set

from ...consultations.record import Record
from ...kit.models import Outgoing
from ...kit.problems import Refused
from ...kit.times import now
from ...national.onward_receivers import OnwardReceivers
from ...referrals.onward import Choice
from .book import KIND
from .fhir_message import OnwardFhir

FHIR = "onward-fhir"


class OnwardByFhir:
    """Writes and carries messages."""

    def __init__(self, receivers: OnwardReceivers, message: OnwardFhir) -> None:
        self.receivers = receivers
        self.message = message

    def written(self, record: Record, choice: Choice, _refused: Set[str] = frozenset()) -> Outgoing:
        """The message for the chosen pharmacy, as it is sent each time; a pharmacy has one address for these."""
        if not self.receivers.settings.base:
            raise Refused("This system refers nobody onward by FHIR: send the referral by NHSmail")
        reference = str(uuid.uuid4())
        return Outgoing(
            key=reference,
            kind=KIND,
            ods=record.pharmacy.ods,
            referral=record.referral,
            channel=FHIR,
            recipient=self.receivers.address_of(self.receiver(choice)),
            reference=reference,
            body=json.dumps(self.message.bundle(record, choice, reference)),
            details={},
            created=now(),
        )

    def receiver(self, choice: Choice) -> str:
        """The pharmacy that the message goes to."""
        return choice.ods

    def carry(self, message: Outgoing) -> str:
        """Send a message."""
        self.receivers.send(message.recipient, message.body)
        return message.reference
