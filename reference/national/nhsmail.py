"""Submitting an e-mail to NHSmail: STARTTLS, then authentication, then the message."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from ..kit.config import NhsmailAccount, NhsmailSettings
from ..kit.problems import Refused, ServiceTrouble

_PERMANENT = 500


class Nhsmail:
    """Sends e-mail from the shared mailbox of a pharmacy."""

    def __init__(self, settings: NhsmailSettings, seconds: float) -> None:
        self.settings = settings
        self.seconds = seconds

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        """Submit a message, and give its Message-ID."""
        with self._session(account) as server:
            server.send_message(message, from_addr=account.address)
        return str(message["Message-ID"])

    def log_in(self, account: NhsmailAccount) -> None:
        """Log in and leave, without a message."""
        with self._session(account):
            pass

    def trust(self) -> ssl.SSLContext:
        """Whose certificates are taken for NHSmail's."""
        return ssl.create_default_context(cafile=self.settings.ca_file)

    @contextmanager
    def _session(self, account: NhsmailAccount) -> Iterator[smtplib.SMTP]:
        try:
            # Without a name of our own smtplib would look the host's up, which can take seconds.
            with smtplib.SMTP(
                self.settings.host, self.settings.port, local_hostname="localhost", timeout=self.seconds
            ) as server:
                server.starttls(context=self.trust())
                server.login(account.username, account.password)
                yield server
        except (OSError, smtplib.SMTPException) as error:
            final = _final(error)
            if final:
                raise Refused(
                    f"NHSmail does not take the e-mail ({final}): look whether the practice's address is right, "
                    "and tell the practice another way"
                ) from error
            raise ServiceTrouble(
                f"NHSmail did not take the e-mail ({type(error).__name__}: {_text(error)}); "
                "tell the practice another way if it is urgent, and try again later"
            ) from error


def _final(error: Exception) -> str:
    """The code of an answer to this e-mail that trying again will not change; empty for any other trouble."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return str(codes[0]) if codes and all(code >= _PERMANENT for code in codes) else ""
    if isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
        return str(error.smtp_code) if error.smtp_code >= _PERMANENT else ""
    return ""


def _text(error: Exception) -> str:
    """What the server said, without the addresses that a refusal repeats."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return "refused" if isinstance(error, smtplib.SMTPRecipientsRefused) else str(error)
