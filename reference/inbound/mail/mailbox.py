"""The pharmacy's shared NHSmail mailbox, read by IMAP: TLS from the start, and as the pharmacy's own account."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ...kit.config import NhsmailAccount, NhsmailSettings
from ...kit.problems import ServiceTrouble

LARGEST = 35 * 1024 * 1024  # NHSmail's own bound for a message
_LARGEST_HEADER = 64 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Inbox:
    """An INBOX that is open; messages are named by their UIDs."""

    def __init__(self, client: Any, validity: str) -> None:
        self._client = client
        self.validity = validity
        """Changes when the server has given its UIDs anew."""

    def unseen(self) -> list[str]:
        """The messages that nobody has read, oldest first."""
        found = self._ask("SEARCH", "UNSEEN")
        return [uid.decode() for line in found if isinstance(line, bytes) for uid in line.split()]

    def header(self, uid: str) -> bytes:
        """The head of a message, which leaves it unread; empty when it has gone."""
        return self._fetch(uid, f"BODY.PEEK[HEADER]<0.{_LARGEST_HEADER}>")

    def size(self, uid: str) -> int:
        """How many bytes a message has."""
        for line in self._ask("FETCH", uid, "(RFC822.SIZE)"):
            match = _SIZE.search(line) if isinstance(line, bytes) else None
            if match:
                return int(match.group(1))
        return 0

    def whole(self, uid: str) -> bytes:
        """A message whole, which leaves it unread; empty when it has gone."""
        return self._fetch(uid, f"BODY.PEEK[]<0.{LARGEST}>")

    def mark_seen(self, uid: str) -> None:
        """Mark a message as read."""
        self._ask("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def _fetch(self, uid: str, part: str) -> bytes:
        for line in self._ask("FETCH", uid, f"({part})"):
            if isinstance(line, tuple) and len(line) > 1:
                return bytes(line[1])
        return b""

    def _ask(self, command: str, *arguments: str) -> list[Any]:
        status, found = self._client.uid(command, *arguments)
        if status != "OK":
            raise imaplib.IMAP4.error(f"{command} was answered {status}")
        return list(found)


class Mailbox:
    """Opens the mailboxes of pharmacies."""

    def __init__(self, settings: NhsmailSettings, seconds: float) -> None:
        self.settings = settings
        self.seconds = seconds

    @property
    def is_there(self) -> bool:
        """Whether this system is to read mailboxes at all."""
        return bool(self.settings.imap_host)

    @contextmanager
    def inbox(self, account: NhsmailAccount) -> Iterator[Inbox]:
        """The INBOX of an account; what the server says no to becomes trouble that an action can tell of."""
        try:
            client = self.connect()
            with client:
                client.login(account.username, account.password)
                status, _ = client.select("INBOX")
                if status != "OK":
                    raise imaplib.IMAP4.error(f"SELECT was answered {status}")
                yield Inbox(client, str(client.response("UIDVALIDITY")[1]))
        except (OSError, imaplib.IMAP4.error) as error:
            raise ServiceTrouble(
                f"the NHSmail mailbox could not be read ({type(error).__name__}); "
                "its messages stay there, look again later"
            ) from error

    def connect(self) -> Any:
        """A connection that is encrypted before anything is said."""
        return imaplib.IMAP4_SSL(
            self.settings.imap_host,
            self.settings.imap_port,
            ssl_context=self.trust(),
            timeout=self.seconds,
        )

    def trust(self) -> ssl.SSLContext:
        """Whose certificates are taken for NHSmail's."""
        return ssl.create_default_context(cafile=self.settings.ca_file)
