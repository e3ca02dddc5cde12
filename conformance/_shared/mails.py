"""To whom an e-mail goes, and by what its receiver knows it."""

from __future__ import annotations

from email.parser import BytesHeaderParser

from cpcs_harness.formats.mail import Mail, read_mail
from cpcs_harness.judging.views import ExchangeView


def envelope_recipients(mail: ExchangeView) -> list[str]:
    """Give whom an e-mail is submitted for, in small letters, in the order of the envelope."""
    return [str(address).lower() for address in mail.request.start.get("rcpt_to") or ()]


def what_it_says(mail: ExchangeView) -> Mail:
    """Give what an e-mail says, which is read once, however many checks ask."""
    return mail.read(_read)


def _read(mail: ExchangeView) -> Mail:
    return read_mail(mail.request.body)


def recipients(mail: ExchangeView) -> list[str]:
    """Give whom an e-mail goes to, in the envelope and by name, but for the sender's own mailbox."""
    own = str(mail.facts.get("account") or "").lower()
    return sorted((set(envelope_recipients(mail)) | mail.read(_named)) - {own})


def _named(mail: ExchangeView) -> set[str]:
    return {name.lower() for name in what_it_says(mail).recipients}


def message_id(mail: ExchangeView) -> str:
    """Give an e-mail's Message-ID, blanks folded; empty where it has none."""
    head = BytesHeaderParser().parsebytes(mail.request.body)
    return " ".join(str(head.get("Message-ID") or "").split())
