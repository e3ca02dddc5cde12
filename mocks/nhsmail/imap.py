"""NHSmail as software reads a mailbox: IMAP over TLS, with the premises' accounts; who reads what is recorded.

Source: NHSmail guidance for application accounts (interface sheet mesh-itk3-nhsmail-mys, C3): IMAP by TLS.
Recorded are each message whose content is fetched, each log-in that fails, and each session that fetches nothing.
Left out: XOAUTH2, limits on sessions and rates.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn, Self

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import RUN, Exchange, Side
from cpcs_harness.mockkit import Endpoints, World
from cpcs_harness.mockkit.host import bind
from cpcs_harness.mockkit.mock import LARGE
from cpcs_harness.mockkit.service import Service, Services

from .inbox import Login, Session, whole
from .pymapped import (
    LINE,
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
from .smtp import NHSmail

SOURCE = "NHSmail, IMAP by application accounts"
_PARTS = (b"BODY", b"BODY.PEEK", b"BINARY", b"BINARY.PEEK")


@dataclass
class Reading:
    """What one connection has come to."""

    tls: str | None
    account: str = ""
    logged_in: bool = False
    seen: list[str] = field(default_factory=list)
    """Ids of the messages whose content was fetched."""
    over: bool = False
    broken: str = ""
    """What the mock itself broke on."""

    def facts(self, *seen: str) -> dict[str, Any]:
        """Give what the mock alone can know."""
        said = {"account": self.account or None, "tls": self.tls, "seen": list(seen)}
        broken = {"harness_error": self.broken} if self.broken else {}
        return said | {"logged_in": self.logged_in} | broken


class Imap(Service):
    """An IMAP server over mailboxes that somebody else fills."""

    service = "imap"

    def __init__(
        self, world: World, tls: ssl.SSLContext, delivered: Callable[[str], Sequence[bytes]]
    ) -> None:
        """Serve the mailbox that `delivered` gives for the address of each of the environment's premises."""
        super().__init__(world)
        self._tls = tls
        self._config = Config()
        self._login = Login(self._config, self._password_of, delivered)
        self._server: asyncio.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sessions: dict[asyncio.Task[Any], asyncio.StreamWriter] = {}
        self._waking: set[asyncio.Task[None]] = set()

    @classmethod
    def made(cls, world: World, others: Services) -> Self:
        """Make a reader of the mailboxes that NHSmail fills, which is told of each delivery."""
        nhsmail = others[NHSmail]
        imap = cls(world, nhsmail.tls, nhsmail.mailbox)
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

    def endpoints(self, address: str) -> Endpoints:
        """Give host and port, beside those of NHSmail by SMTP."""
        host, _, port = address.rpartition(":")
        return {"nhsmail": {"imap_host": host, "imap_port": int(port)}}

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
        found = (one for one in self.world.environment.premises if one.email.lower() == account)
        return next((one.email_password for one in found), None)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._sessions[task] = writer
            task.add_done_callback(self._sessions.pop)
        connection = writer.get_extra_info("ssl_object")
        reading = Reading(connection.version() if connection is not None else None)
        # Whatever a client sends ends its own connection at most.
        with suppress(Exception):
            await self._run(reader, writer, reading)

    async def _run(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, reading: Reading
    ) -> None:
        async with AsyncExitStack() as stack:
            stack.callback(writer.close)
            connection_exit.set(stack)
            stack.callback(self.over, reading)
            try:
                await Connection(self._config, reader, writer).run(_State(self, self._login, reading))
            except Exception as broken:  # noqa: BLE001 - a mock that breaks is our fault, recorded as such
                self._broke(reading, broken)

    def _broke(self, reading: Reading, broken: Exception) -> None:
        reading.broken = f"{type(broken).__name__}: {broken}"
        self.record("LOGOUT", reading, Side({"answer": "BYE"}), RUN, "a session that the mock broke off")

    def over(self, reading: Reading) -> None:
        """Record the end of a session that fetched nothing: the others have been recorded message by message."""
        nothing = reading.logged_in and not reading.seen and not reading.broken and not reading.over
        reading.over = True
        if nothing:
            self.record("LOGOUT", reading, Side({"answer": "OK"}), RUN, "a session that fetched nothing")

    async def fetched(self, reading: Reading, asked: str, message: bytes) -> None:
        """Record that a message was fetched, with the journey that its marks belong to."""
        aside = asyncio.to_thread if len(message) > LARGE else _here
        await aside(self._record_fetch, reading, asked, message)

    def _record_fetch(self, reading: Reading, asked: str, message: bytes) -> None:
        message_id, texts = marks_in(message)
        reading.seen.append(message_id)
        journey, rule = self.world.register.match(texts)
        response = Side({"answer": "OK"}, [("Content-Type", "message/rfc822")], message)
        self.record(f"FETCH {asked}", reading, response, journey, rule, message_id)

    def record(
        self, said: str, reading: Reading, response: Side, journey: str | None, rule: str, *seen: str
    ) -> None:
        """Write down what a connection did."""
        exchange = Exchange(
            service=NHSmail.service,
            operation="read_mailbox",
            protocol="imap",
            direction="from-candidate",
            request=Side({"method": said, "target": reading.account}),
            response=response,
            certainty=Certainty.INFERRED,
            source=SOURCE,
            journey=journey,
            rule=rule,
            facts=reading.facts(*seen),
        )
        self.world.recorder.exchange(exchange)


class _State(ConnectionState):
    """One connection's commands, two of which are told on: who logs in, and what is fetched."""

    def __init__(self, imap: Imap, login: Login, reading: Reading) -> None:
        super().__init__(login, imap._config)
        self.imap = imap
        self.reading = reading

    async def do_command(self, cmd: Command) -> CommandResponse:
        """Answer a command."""
        try:
            return await super().do_command(cmd)
        except UnicodeError:
            return ResponseBad(cmd.tag, b"That is no text.")

    async def do_fetch(self, cmd: FetchCommand) -> tuple[CommandResponse, SelectedMailbox | None]:
        """Answer FETCH, after saying whose content was asked for."""
        answer = await super().do_fetch(cmd)
        asked = b" ".join(one.raw for one in cmd.attributes if _is_content(one)).decode("ascii", "replace")
        if asked and isinstance(self.session, Session):
            for message in self.session.fetched:
                await self.imap.fetched(self.reading, asked, whole(message))
        return answer

    async def do_logout(self, cmd: LogoutCommand) -> NoReturn:  # type: ignore[override] # theirs is a class method
        """Say goodbye."""
        self.imap.over(self.reading)
        await super().do_logout(cmd)

    async def _login(self, creds: ServerCredentials) -> SessionInterface:
        self.reading.account = creds.authcid
        try:
            session = await super()._login(creds)
        except ResponseError:
            refused = Side({"answer": "NO", "text": "the log-in failed"})
            self.imap.record("LOGIN", self.reading, refused, RUN, "a log-in that failed")
            raise
        self.reading.logged_in = True
        return session


def marks_in(message: bytes) -> tuple[str, list[str]]:
    """Give a message's id, and the texts by which its journey is known: headers, and text parts as they read."""
    try:
        parsed = email.message_from_bytes(message, policy=email.policy.compat32)
        parts = [part for part in parsed.walk() if part.get_content_maintype() == "text"]
        texts = [_text(part) for part in parts]
        headers = [str(value) for _, value in parsed.items()]
        return str(parsed.get("Message-ID") or "").strip(), [*headers, *texts]
    except Exception:  # noqa: BLE001 - on hostile messages Python's parser raises whatever it likes
        return "", [message[:LARGE].decode("utf-8", "replace")]


def _text(part: Any) -> str:
    payload = part.get_payload(decode=True)
    return payload[:LARGE].decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _is_content(asked: FetchAttribute) -> bool:
    """Say whether an attribute asks for what was written: neither headers alone nor, as a bare BODY, the structure."""
    if asked.section is None or asked.value.startswith(b"RFC822"):
        return asked.value in (b"RFC822", b"RFC822.TEXT")
    is_header = (asked.section.specifier or b"").startswith(b"HEADER") and not asked.section.parts
    return asked.value in _PARTS and not is_header


async def _here(work: Callable[..., Any], *arguments: Any) -> Any:
    return work(*arguments)
