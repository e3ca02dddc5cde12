"""Writing an onward referral, and carrying it to its pharmacy: one function each, whatever the channel."""

import smtplib
from collections.abc import Set
from contextlib import suppress
from email import message_from_string, policy

from ...consultations.record import Record
from ...kit.config import Config, NhsmailAccount
from ...kit.models import Outgoing
from ...kit.problems import Refused, ServiceTrouble
from ...kit.times import now
from ...national.endpoints import PROVIDER, Endpoints
from ...national.nhsmail import Nhsmail
from ...pharmacy.directory import Directory
from ...referrals.onward import Choice
from .book import KIND
from .email import OnwardEmail

NHSMAIL = "onward-nhsmail"
PURPOSE = "onward-referral"
_POLICY = policy.SMTP.clone(cte_type="7bit")


class OnwardPost:
    """Writes and carries onward referrals."""

    def __init__(
        self,
        config: Config,
        directory: Directory,
        endpoints: Endpoints,
        nhsmail: Nhsmail,
        email: OnwardEmail,
    ) -> None:
        self.config = config
        self.directory = directory
        self.endpoints = endpoints
        self.nhsmail = nhsmail
        self.email = email

    def written(self, record: Record, choice: Choice, refused: Set[str] = frozenset()) -> Outgoing:
        """The message for the chosen pharmacy, as it is sent each time; not to an address that refused."""
        address = self.address_of(choice, record, refused)
        message = self.email.message(record, choice, self.account(record.pharmacy.ods).address, address)
        reference = str(message["Message-ID"])
        return Outgoing(
            key=reference,
            kind=KIND,
            ods=record.pharmacy.ods,
            referral=record.referral,
            channel=NHSMAIL,
            recipient=address,
            reference=reference,
            body=message.as_bytes(policy=_POLICY).decode("ascii"),
            details={},
            created=now(),
        )

    def address_of(self, choice: Choice, record: Record, refused: Set[str] = frozenset()) -> str:
        """The secure address of a pharmacy: the local directory's, or DoS's; the first that has not refused."""
        listed = self.directory.email(choice.ods, PROVIDER)
        known = [listed] if listed else []
        if not known or listed in refused:
            known += self.addresses_in_dos(choice, record)
        if not known:
            raise Refused(f"No secure address is known for {choice.name} ({choice.ods}): telephone it")
        return next((address for address in known if address not in refused), known[0])

    def addresses_in_dos(self, choice: Choice, record: Record) -> list[str]:
        """The secure e-mail addresses that DoS has of a pharmacy near the patient; none where it gives none."""
        postcode = str(record.patient["address"]["postcode"])
        with suppress(Refused, ServiceTrouble):  # then nobody knows the address
            found = self.endpoints.secure_email(PROVIDER, choice.ods, postcode, PURPOSE)
            return [endpoint.address for endpoint in found]
        return []

    def account(self, ods: str) -> NhsmailAccount:
        """The mailbox of a pharmacy of ours."""
        return next(place for place in self.config.premises if place.ods == ods).nhsmail

    def carry(self, message: Outgoing) -> str:
        """Send a message; what NHSmail says no to, or does not answer, is told in words that fit a pharmacy."""
        try:
            return self.nhsmail.send(
                message_from_string(message.body, policy=policy.SMTP), self.account(message.ods)
            )
        except Refused as refused:
            raise Refused(_answered(refused)) from refused
        except ServiceTrouble as trouble:
            raise ServiceTrouble(_answered(trouble)) from trouble


def _answered(trouble: Exception) -> str:
    cause = trouble.__cause__
    if isinstance(cause, smtplib.SMTPResponseException):
        said = cause.smtp_error
        return f"{cause.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        return "The pharmacy's mailbox was refused"
    return "NHSmail did not answer"
