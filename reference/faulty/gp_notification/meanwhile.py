"""Faults in what waits for a practice while something else is done, and in records that are corrected twice."""

from __future__ import annotations

from ...consultations.record import Record
from ...kit.models import Notification, Outgoing, Referral
from ...outbound.gp.notifier import Notifier
from ...outbound.outbox import Outbox
from .._wrong import wrong


class _TakesConsentForGiven(Notifier):
    """Asks for no consent any more once a message of a channel was put into the outbox."""

    channel = ""

    def check_consent(self, referral: Referral) -> None:
        waiting = self.store.waiting(referral.ods)
        if not any((one.referral, one.channel) == (referral.id, self.channel) for one in waiting):
            super().check_consent(referral)


@wrong(catches=("GPM-22",), shows_when="consent taken back while the message waits for MESH")
class SendsWhatWaitsAgainstThePatientsWill(_TakesConsentForGiven):
    """Sends by MESH what waits there, though the patient has taken their consent back meanwhile."""

    channel = "gp-mesh"


@wrong(catches=("GPN-08",), shows_when="consent taken back while the e-mail waits")
class MailsWhatWaitsAgainstThePatientsWill(_TakesConsentForGiven):
    """Sends the e-mail that waits, though the patient has taken their consent back meanwhile."""

    channel = "gp-nhsmail"


@wrong(
    catches=("GPM-28",),
    shows_when="a correction that is asked for while its document waits, and can go at once",
)
class SendsACorrectionPastWhatWaits(Outbox):
    """Sends what somebody asks for at once, before what waits for the same practice."""

    def before(self, message: Outgoing) -> list[Outgoing]:
        return []


@wrong(catches=("GPM-20",), shows_when="a second correction of a record")
class ReplacesTheFirstDocument(Notifier):
    """Says of each correction that it replaces the first document, and not the one before it."""

    def put_by_mesh(self, record: Record, told: list[Notification]) -> Notification:
        return super().put_by_mesh(record, [*told[:-1], told[0]] if told else told)
