"""The mailboxes of NHSmail as IMAP shows them: an inbox for each account, and who may open it.

Source: RFC 3501. What is delivered to an address stands in that account's inbox, in order, unseen.
Left out: shared mailboxes that are opened from a personal account, which is how staff work; an account opens its own.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from .pymapped import (
    BaseLoadedMessage,
    ClearIdentity,
    Config,
    DictIdentity,
    DictLogin,
    DictSession,
    Event,
    FetchRequirement,
    FilterSet,
    IdentityInterface,
    InvalidAuth,
    MailboxData,
    MailboxSet,
    MailboxSnapshot,
    Message,
    MessageBody,
    MessageContent,
    MessageHeader,
    ObjectId,
    SelectedMailbox,
    SequenceSet,
    ServerCredentials,
)

Passwords = Callable[[str], str | None]
"""Gives an account's password by its address in lower case; None where there is no such account."""


_NESTING = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
MOST_NESTED = 100
"""Parts with parts of a message; the time that it takes to find them grows with their square."""


class Inbox(MailboxData):
    """An inbox that holds whatever has been delivered by the time somebody looks."""

    def __init__(self, folders: MailboxSet, delivered: Sequence[bytes]) -> None:
        super().__init__(folders._content_cache, folders._thread_cache)
        self.delivered = delivered
        self._taken = 0

    async def take_in(self) -> None:
        """Take what was delivered since; whoever idles here is notified."""
        while self._taken < len(self.delivered):
            body = self.delivered[self._taken]
            self._taken += 1
            await self._take(body)

    async def update_selected(
        self, selected: SelectedMailbox, *, wait_on: Event | None = None
    ) -> SelectedMailbox:
        """Tell a session what changed; wait for a change only where there has been none since the last time."""
        await self.take_in()
        known = selected.mod_sequence
        is_news = known is not None and known < self._mod_sequences.highest
        return await super().update_selected(selected, wait_on=None if is_news else wait_on)

    async def claim_recent(self, selected: SelectedMailbox) -> None:
        """Mark for a session what nobody has seen before."""
        await self.take_in()
        await super().claim_recent(selected)

    async def snapshot(self) -> MailboxSnapshot:
        """Count what is there."""
        await self.take_in()
        return await super().snapshot()

    async def _take(self, body: bytes) -> None:
        content = read(body)
        async with self.messages_lock.write_lock():
            self._max_uid += 1
            self._messages[self._max_uid] = Message(
                self._max_uid,
                datetime.now(UTC),
                (),
                email_id=ObjectId.random_email_id(),
                thread_id=ObjectId.random_thread_id(),
                recent=True,
                content=content,
            )
            self._mod_sequences.update([self._max_uid])
            self._updated.set()


class Folders(MailboxSet):
    """The folders of one account; its inbox is what was delivered to its address."""

    def __init__(self, delivered: Sequence[bytes]) -> None:
        super().__init__()
        self.inbox = Inbox(self, delivered)
        self._inbox = self.inbox


class Session(DictSession):
    """A logged-in session, which keeps in mind what was fetched last."""

    fetched: Sequence[Message] = ()

    async def fetch_messages(
        self, selected: SelectedMailbox, sequence_set: SequenceSet, set_seen: bool
    ) -> tuple[Iterable[tuple[int, Message]], SelectedMailbox]:
        """Give the messages of a set."""
        found, selected = await super().fetch_messages(selected, sequence_set, set_seen)
        numbered = list(found)
        self.fetched = [message for _, message in numbered if not message.expunged]
        return numbered, selected


class Login(DictLogin):
    """Lets in whoever knows an account's password."""

    def __init__(
        self, config: Config, password_of: Passwords, delivered: Callable[[str], Sequence[bytes]]
    ) -> None:
        super().__init__(config)
        self._password_of = password_of
        self._delivered = delivered
        self._folders: dict[str, Folders] = {}

    def folders(self, account: str) -> Folders:
        """Give an account's folders, which its sessions share."""
        if account not in self._folders:
            self._folders[account] = Folders(self._delivered(account))
        return self._folders[account]

    async def authenticate(self, credentials: ServerCredentials) -> Identity:
        """Check the password of an account."""
        password = self._password_of(credentials.authcid.lower())
        if password is None or not credentials.verify(ClearIdentity(credentials.authcid, password)):
            raise InvalidAuth()
        return Identity(credentials.authcid.lower(), self)

    async def authorize(self, authenticated: IdentityInterface, authzid: str) -> Identity:
        """Refuse to read in anybody else's name."""
        if authzid.lower() != authenticated.name:
            raise InvalidAuth()
        return Identity(authenticated.name, self)


class Identity(DictIdentity):
    """Somebody who has logged in."""

    def __init__(self, name: str, accounts: Login) -> None:
        super().__init__(name, accounts, None, frozenset())
        self.accounts = accounts

    @asynccontextmanager
    async def new_session(self) -> AsyncIterator[Session]:
        """Open the account's folders."""
        yield Session(self.name, self.config, self.accounts.folders(self.name), FilterSet())


def read(body: bytes) -> MessageContent:
    """Read a message into its parts; one that no parser bears has none, and can be fetched whole all the same."""
    if len(_NESTING.findall(body)) > MOST_NESTED:
        return _without_parts(body)
    try:
        content = MessageContent.parse(body)
        message = Message(1, datetime.now(UTC), ())
        loaded = BaseLoadedMessage(message, FetchRequirement.CONTENT, content)
        bytes(loaded.get_envelope_structure())
        bytes(loaded.get_body_structure())
    except Exception:  # noqa: BLE001 - on hostile headers Python's parser raises whatever it likes
        return _without_parts(body)
    return content


def whole(message: Message) -> bytes:
    """Give a message as it was delivered."""
    return bytes(message._content) if message._content is not None else b""


def _without_parts(body: bytes) -> MessageContent:
    head, rest = MessageContent._split_lines(body, MessageContent._find_lines(body))
    text = MessageBody.empty().content_type
    return MessageContent(body, MessageHeader(body, head, []), MessageBody(body, rest, text, []))
