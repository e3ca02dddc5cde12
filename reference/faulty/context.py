"""Faults of what other documents than the Toolkit ask for."""

from __future__ import annotations

from email.message import EmailMessage

from ..kit.config import NhsmailAccount
from ..national.nhsmail import Nhsmail
from ._wrong import wrong


@wrong(catches=("NAM-01",), condition="an address that was renamed")
class WritesByTheMailboxesNameOfBefore(Nhsmail):
    """Writes e-mail by the name that the pharmacy's mailbox had before NHSmail renamed it."""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        ods = account.address.partition("@")[0].rpartition(".")[2]
        message.replace_header("From", f"nhspharmacy.leeds.pharmacy{ods}@nhs.net")
        return super().send(message, account)
