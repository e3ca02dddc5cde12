"""NHSmail as software reads a mailbox: IMAP over TLS, with the premises' accounts; who reads what is recorded.

Source: NHSmail guidance for application accounts (interface sheet mesh-itk3-nhsmail-mys, C3): IMAP by TLS.
Left out: XOAUTH2, limits on sessions and rates.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from typing import Any, NoReturn, Self

from cpcs_harness.mockkit import ConfigFile, Endpoints, World
from cpcs_harness.mockkit.connection import is_closed
from cpcs_harness.mockkit.host import bind
from cpcs_harness.mockkit.service import Service, Services
from cpcs_harness.mockkit.silent import Silent
from cpcs_harness.mockkit.untrusted import presented_by

from .inbox import Login, Session, whole
from .pymapped import (
    LINE,
    AppendCommand,
    Command,
    CommandResponse,
    Config,
    Connection,
    ConnectionState,
    FetchAttribute,
    FetchCommand,
    LogoutCommand,
    ResponseBad,
    ResponseError,
    SelectedMailbox,
    ServerCredentials,
    SessionInterface,
    connection_exit,
)
from .reading import Reading
from .smtp import NHSmail, tls_facts, wrong_setting

_PARTS = (b"BODY", b"BODY.PEEK", b"BINARY", b"BINARY.PEEK")


class Imap(Service):
    """An IMAP server over mailboxes that somebody else fills."""

    service = "imap"

    def __init__(self, nhsmail: NHSmail) -> None:
        """Serve the mailboxes of the environment's premises, which NHSmail fills."""
        super().__init__(nhsmail.world)
        self._nhsmail = nhsmail
        self._config = Config()
        self._login = Login(self._config, self._password_of, nhsmail.mailbox)
        own = Silent(self.service, self.note)
        self._tls = presented_by(self.service, self.world, nhsmail.silent, shown=own)
        self.world.untrusted.watch(self.service, self._close_sessions)
        self._server: asyncio.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sessions: dict[asyncio.Task[Any], asyncio.StreamWriter] = {}
        self._waking: set[asyncio.Task[None]] = set()

    @classmethod
    def made(cls, world: World, others: Services) -> Self:
        """Make a reader of the mailboxes that NHSmail fills, which calls it at each delivery."""
        nhsmail = others[NHSmail]
        imap = cls(nhsmail)
        nhsmail.on_delivery.append(imap.wake)
        return imap

    async def start(self, host: str, port: int) -> int:
        """Listen in the running loop; gives the port that it got."""
        listener = bind("imap", host, port)
        self._loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self._serve, sock=listener, ssl=self._tls, limit=LINE)
        return int(listener.getsockname()[1])

    async def stop(self) -> None:
        """Stop listening, and end what is still connected."""
        if self._server is not None:
            self._server.close()
        sessions = dict(self._sessions)
        for session, writer in sessions.items():
            session.cancel()
            writer.transport.abort()
        await asyncio.gather(*sessions, *self._waking, return_exceptions=True)
        self._tls.end()

    def endpoints(self, address: str) -> Endpoints:
        """Give host and port, beside those of NHSmail by SMTP, and the certificate that it shares with it."""
        host, _, port = address.rpartition(":")
        ca = ConfigFile("ca.pem", self.world.environment.ca_pem)
        return {"nhsmail": {"imap_host": host, "imap_port": int(port), "ca_file": ca}}

    def wake(self, account: str) -> None:
        """Tell whoever idles in an account's inbox that something was delivered; may be called from any thread."""
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self._take_in, account)

    def _take_in(self, account: str) -> None:
        if self._password_of(account) is not None:
            task = asyncio.get_running_loop().create_task(self._login.folders(account).inbox.take_in())
            self._waking.add(task)
            task.add_done_callback(self._waking.discard)

    def _password_of(self, account: str) -> str | None:
        accounts = {place.email.lower(): place.email_password for place in self.world.environment.premises}
        return accounts.get(account)

    def _close_sessions(self) -> None:
        """Close what is connected, and may idle; may be called from any thread."""
        for writer in list(self._sessions.values()):
            if self._loop is not None:
                self._loop.call_soon_threadsafe(writer.close)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._sessions[task] = writer
            task.add_done_callback(self._sessions.pop)
        connection = writer.get_extra_info("ssl_object")
        reading = Reading(self.world, self._nhsmail.silent, tls_facts(connection))
        # Whatever a client sends ends its own connection at most.
        with suppress(Exception):
            await self._run(reader, writer, reading)

    async def _run(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, reading: Reading
    ) -> None:
        async with AsyncExitStack() as stack:
            stack.callback(writer.close)
            connection_exit.set(stack)
            stack.callback(reading.ended)
            try:
                state = _State(self._config, self._login, reading)
                connection = Connection(self._config, reader, writer)
                connection.on_line = reading.said
                connection.on_command = reading.is_asked
                connection.on_answer = lambda: reading.is_answered(gone=is_closed(writer.transport))
                await connection.run(state)
            except Exception as broken:  # noqa: BLE001 - a mock that breaks is our fault, recorded as such
                reading.broke(broken)


class _State(ConnectionState):
    """One connection's commands; log-ins and what is fetched go to its reading, which records them."""

    def __init__(self, config: Config, login: Login, reading: Reading) -> None:
        super().__init__(login, config)
        self.reading = reading

    async def do_command(self, cmd: Command) -> CommandResponse:
        """Answer a command."""
        try:
            return await super().do_command(cmd)
        except UnicodeError:
            return ResponseBad(cmd.tag, b"That is no text.")

    async def do_fetch(self, cmd: FetchCommand) -> tuple[CommandResponse, SelectedMailbox | None]:
        """Answer FETCH, after recording whose content was asked for."""
        answer = await super().do_fetch(cmd)
        asked = b" ".join(attribute.raw for attribute in cmd.attributes if _is_content(attribute))
        if asked and isinstance(self.session, Session):
            for message in self.session.fetched:
                await self.reading.fetched(asked.decode("ascii", "replace"), whole(message))
        return answer

    async def do_append(self, cmd: AppendCommand) -> tuple[CommandResponse, SelectedMailbox | None]:
        """Answer APPEND, after recording what is put into a mailbox."""
        answer = await super().do_append(cmd)
        for message in cmd.messages:
            await self.reading.appended(cmd.mailbox, message.literal)
        return answer

    async def do_logout(self, cmd: LogoutCommand) -> NoReturn:  # type: ignore[override] # theirs is a class method
        """Say goodbye."""
        self.reading.ended()
        await super().do_logout(cmd)

    async def _login(self, creds: ServerCredentials) -> SessionInterface:
        self.reading.account = creds.authcid
        try:
            session = await super()._login(creds)
        except ResponseError:
            self.reading.refused(wrong_setting(self.reading.world, creds.authcid))
            raise
        self.reading.logged_in = True
        return session


def _is_content(asked: FetchAttribute) -> bool:
    """Say whether an attribute asks for what was written: neither headers alone nor, as a bare BODY, the structure."""
    if asked.section is None or asked.value.startswith(b"RFC822"):
        return asked.value in (b"RFC822", b"RFC822.TEXT")
    is_header = (asked.section.specifier or b"").startswith(b"HEADER") and not asked.section.parts
    return asked.value in _PARTS and not is_header
