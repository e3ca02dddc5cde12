"""NHSmail as software submits mail to it: real SMTP with STARTTLS and a log-in; what is delivered is kept here.

Source: NHSmail guidance for application accounts (interface sheet mesh-itk3-nhsmail-mys, C3).
Left out: sending-rate limits, blocked file types, XOAUTH2, and the refusal of mail that is not authenticated or comes
from another address: it is taken, and the facts say so, for a check to judge.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import ssl
import warnings
from collections.abc import Callable
from typing import Any

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events import ConnectionsRefused
from cpcs_harness.evidence.recorder import RUN, Exchange, Side
from cpcs_harness.evidence.setting import WrongSetting
from cpcs_harness.evidence.slices import decoded
from cpcs_harness.mockkit import ConfigFile, Endpoints, World
from cpcs_harness.mockkit.connection import is_closed
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.mockkit.handshakes import UNTRUSTED, is_untrusted
from cpcs_harness.mockkit.host import bind
from cpcs_harness.mockkit.large import unhurried
from cpcs_harness.mockkit.sender import Owner
from cpcs_harness.mockkit.service import Service
from cpcs_harness.mockkit.silent import COMMANDS, Silent
from cpcs_harness.mockkit.timing import Timing
from cpcs_harness.mockkit.untrusted import presented_by

from .bounce import REFUSAL, report, state_of, undelivered
from .submission import Connections, Submission

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", module=r"aiosmtpd(\..*)?")
    from aiosmtpd.smtp import AuthResult

warnings.filterwarnings("ignore", module=r"aiosmtpd(\..*)?")
logging.getLogger("mail.log").setLevel(
    logging.CRITICAL
)  # it warns of its own deprecated attribute at each log-in

SOURCE = "NHSmail, submission by application accounts"
MOST_HELD = 128 * 1024 * 1024
"""Bytes of all messages that are kept; further ones are refused."""
FULL = f"452 4.2.2 the mailboxes are full: all their messages together may hold {MOST_HELD} bytes"
TAKEN = "250 OK: queued for delivery"
NAMED = "name_recipient"
"""What a fault strikes that refuses a recipient as soon as it is named."""


class NHSmail(Service):
    """An SMTP server whose accounts are the mailboxes of the candidate's premises."""

    service = "nhsmail"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.mailboxes: dict[str, list[bytes]] = {
            premises.email.lower(): [] for premises in world.environment.premises
        }
        """Delivered messages by address, in lower case."""
        self.on_delivery: list[Callable[[str], None]] = []
        """Called with the address of each delivery."""
        self.silent = Silent(self.service, self.note)
        """Of its connections by SMTP and by IMAP, those over which something came that nothing else records."""
        self.tls = presented_by(self.service, world, self.silent)
        world.untrusted.watch(self.service, self._close_idle)
        self._server: asyncio.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connections = Connections(world.intake, self._crowded, self._silent_ended)
        self._held = 0

    def mailbox(self, address: str) -> list[bytes]:
        """Give all that was delivered to an address, in order; what is delivered later is added to the same list."""
        return self.mailboxes.setdefault(address.lower(), [])

    def deliver(self, address: str, message: bytes) -> None:
        """Put a message into a mailbox; may be called from any thread."""
        self.mailbox(address).append(message)
        for notify in self.on_delivery:
            notify(address.lower())

    async def start(self, host: str, port: int) -> int:
        """Listen in the running loop; gives the port that it got."""
        self._loop = loop = asyncio.get_running_loop()
        listener = bind("nhsmail", host, port)
        self._server = await loop.create_server(lambda: self._protocol(loop), sock=listener)
        return int(listener.getsockname()[1])

    async def stop(self) -> None:
        """Stop listening, and cut what is still connected."""
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections.open):
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(0)
        self.tls.end()

    def endpoints(self, address: str) -> Endpoints:
        """Give host and port, and the certificate to trust for STARTTLS."""
        host, _, port = address.rpartition(":")
        ca = ConfigFile("ca.pem", self.world.environment.ca_pem)
        return {"nhsmail": {"host": host, "port": int(port), "ca_file": ca}}

    def _close_idle(self) -> None:
        """Close connections over which no message is under way; may be called from any thread."""
        for connection in list(self._connections.open):
            if self._loop is not None:
                self._loop.call_soon_threadsafe(connection.say_goodbye)

    def _protocol(self, loop: asyncio.AbstractEventLoop) -> Any:
        return Submission(
            self._connections,
            _Handler(self),
            enable_SMTPUTF8=True,
            hostname="send.nhs.net",
            ident="NHSmail (mock)",
            tls_context=self.tls,
            auth_require_tls=True,
            authenticator=self.log_in,
            loop=loop,
        )

    def _crowded(self, most: int) -> None:
        self.note(ConnectionsRefused(self.service, most))

    def _silent_ended(self, said: bytes, account: str) -> None:
        self.silent.ended(said, COMMANDS if said else "", account)

    def log_in(self, _server: Any, session: Any, _envelope: Any, _mechanism: str, said: Any) -> Any:
        """Check user name and password against the premises' mailboxes."""
        account = said.login.decode("utf-8", "replace").lower()
        for premises in self.world.environment.premises:
            is_right = hmac.compare_digest(said.password, premises.email_password.encode())
            if premises.email.lower() == account and is_right:
                return AuthResult(success=True, auth_data=premises.email)
        self._record_refused(session, account)
        return AuthResult(success=False, handled=False)

    def _record_refused(self, session: Any, account: str) -> None:
        """Record a log-in that failed: nothing was submitted in it."""
        exchange = Exchange(
            service=self.service,
            operation="log_in",
            protocol="smtp",
            direction="from-candidate",
            request=Side({"method": "AUTH", "target": account}),
            response=Side({"code": 535, "text": "5.7.8 Authentication credentials invalid"}),
            certainty=Certainty.INFERRED,
            source=SOURCE,
            journey=RUN,
            rule="a log-in that failed",
            facts=tls_facts(_connection(session)) | {"account": account} | wrong_setting(self.world, account),
        )
        with self.world.tally.request(self.service):
            self.world.recorder.exchange(exchange)

    async def take(
        self, session: Any, envelope: Any, transport: Any = None, waited: float = 0.0
    ) -> str | None:
        """Deliver one message and record it; gives the reply, or None when the connection is to be cut.

        `waited` is how many seconds the message could not be sent for want of room.
        """
        timing = Timing()
        timing.is_read(waited)
        body = bytes(envelope.original_content)
        texts = [str(envelope.mail_from), *envelope.rcpt_tos, decoded(body, "replace")]
        owner = Owner(*await unhurried(len(body), self.world.register.match, texts))
        fault = self.world.faults.take(self.service, "submit", owner.journey, texts)
        reply = await self._reply(fault)
        if reply == TAKEN and self._held + len(body) > MOST_HELD:
            reply = FULL
        if reply == TAKEN and any(
            state_of(self.world, address) == "refuses" for address in envelope.rcpt_tos
        ):
            reply = REFUSAL
        back = undelivered(self.world, envelope.rcpt_tos) if reply == TAKEN else {}
        if reply == TAKEN:
            self._held += len(body)
            for address in envelope.rcpt_tos:
                if address not in back:
                    self.deliver(address, body)
        dropped = fault is not None and fault.drop
        response = Side({"dropped": True} if dropped else {"code": int(reply[:3]), "text": reply[4:]})
        request = _request(session, envelope)
        exchange = await unhurried(
            len(body), self._record, session, request, response, owner, fault, timing.elapsed_ms, back
        )
        if back and session.auth_data:
            self.deliver(session.auth_data, report(self.world, body, back, session.auth_data, owner.journey))
        if fault is not None and dropped:
            await asyncio.sleep(fault.delay)  # the mail is there: who is stopped meanwhile does not know it
            return None
        timing.written(self.world, exchange, owner.journey, fault, gone=is_closed(transport))
        return reply

    def refused(self, session: Any, envelope: Any, address: str) -> str:
        """Record that a recipient is refused before the message comes (RFC 5321, 3.3); empty where it is not."""
        owner = Owner(*self.world.register.match([str(envelope.mail_from), address]))
        fault = self.world.faults.take(self.service, NAMED, owner.journey, [address])
        if fault is None:
            return ""
        reply = f"{fault.status} {fault.body.decode()}"
        exchange = Exchange(
            service=self.service,
            operation=NAMED,
            protocol="smtp",
            direction="from-candidate",
            request=Side({"method": "RCPT", "mail_from": envelope.mail_from, "rcpt_to": [address]}),
            response=Side({"code": fault.status, "text": reply[4:]}),
            certainty=Certainty.INFERRED,
            source=SOURCE,
            journey=owner.journey,
            rule=owner.rule,
            fault=fault.name,
            facts=tls_facts(_connection(session)) | {"account": session.auth_data},
        )
        with self.world.tally.request(self.service):
            self.world.recorder.exchange(exchange)
        return reply

    async def _reply(self, fault: Fault | None) -> str:
        if fault is None:
            return TAKEN
        await asyncio.sleep(0 if fault.drop else fault.delay)
        return f"{fault.status} {fault.body.decode() or 'not now'}" if fault.status else TAKEN

    def _record(
        self,
        session: Any,
        request: Side,
        response: Side,
        owner: Owner,
        fault: Fault | None,
        elapsed_ms: float,
        back: dict[str, str],
    ) -> str:
        exchange = Exchange(
            service=self.service,
            operation="submit",
            protocol="smtp",
            direction="from-candidate",
            request=request,
            response=response,
            certainty=Certainty.INFERRED,
            source=SOURCE,
            journey=owner.journey,
            rule=owner.rule,
            fault=fault.name if fault else "",
            facts=tls_facts(_connection(session))
            | {"account": session.auth_data}
            | ({"undelivered": back} if back else {}),
            elapsed_ms=elapsed_ms,
        )
        with self.world.tally.request(self.service):
            return self.world.recorder.exchange(exchange)


def wrong_setting(world: World, account: str) -> dict[str, Any]:
    """Say which setting of a log-in that failed is not as it was given: a mailbox's name, or its password."""
    for number, premises in enumerate(world.environment.premises):
        if premises.email.lower() == account.lower():
            return WrongSetting(f"premises[{number}].nhsmail.password", account.lower()).as_facts()
    return WrongSetting("premises[].nhsmail.username", account.lower()).as_facts()


class _Handler:
    """What aiosmtpd calls when a recipient is named, and when a message has come."""

    def __init__(self, nhsmail: NHSmail) -> None:
        self.nhsmail = nhsmail

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        reply = self.nhsmail.refused(session, envelope, address)
        if reply:
            server.commands.mailed()
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        server.commands.mailed()
        reply = await self.nhsmail.take(session, envelope, server.transport, server.waited)
        if reply is None:
            server.transport.abort()
        return reply or TAKEN


def _request(session: Any, envelope: Any) -> Side:
    start = {"mail_from": envelope.mail_from, "rcpt_to": list(envelope.rcpt_tos), "helo": session.host_name}
    return Side(start, [("Content-Type", "message/rfc822")], bytes(envelope.original_content))


def _connection(session: Any) -> ssl.SSLObject | None:
    found: ssl.SSLObject | None = (session.ssl or {}).get("ssl_object")
    return found


def tls_facts(connection: ssl.SSLObject | None) -> dict[str, Any]:
    """Give what is known of a connection's TLS: its version, none without, and whether its client may trust nobody."""
    untrusted = {UNTRUSTED: True} if is_untrusted(connection) else {}
    return {"tls": connection.version() if connection is not None else None} | untrusted
