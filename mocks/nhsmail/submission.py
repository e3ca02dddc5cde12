"""One SMTP connection to the mock NHSmail: how many there may be at once, and what each may send, hold and take.

Source: RFC 5321, replies 421, 452 and 552; RFC 1870, the size that a client announces.
"""

from __future__ import annotations

import warnings
from asyncio import IncompleteReadError, LimitOverrunError, StreamReader, StreamWriter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.mockkit.alarm import Alarm
from cpcs_harness.mockkit.intake import SMALL, Intake
from cpcs_harness.mockkit.silent import KEPT

from .commands import Commands

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", module=r"aiosmtpd(\..*)?")
    from aiosmtpd.smtp import SMTP, syntax

MOST = 64
"""Connections of the server at once."""
LARGEST = 35 * 1024 * 1024
"""Bytes of a message."""
SLACK = 1024 * 1024
"""Bytes that a message may have beyond twice what was announced: sizes are announced before lines are ended anew."""
SECONDS = 120.0
"""For one message, from when it may be sent."""
CROWDED = f"421 4.7.0 more than {MOST} connections are open to this service at once: close some, or keep them"
BUSY = "452 4.3.1 too many large messages are under way at once: send it again later"
TOO_LARGE = f"552 5.3.4 a message may hold {LARGEST} bytes, and hardly more than was announced"
GOODBYE = "421 4.3.2 the service restarts: connect again"
TOO_SLOW = f"421 4.4.2 the message did not come within {SECONDS:.0f} s"


@dataclass
class Connections:
    """What the connections of one server share; `on_crowd` is told the limit each time that it is passed anew."""

    intake: Intake
    on_crowd: Callable[[int], None]
    on_silent: Callable[[bytes, str], None]
    """Told of each connection over which something came that no record of a message or a log-in holds, and of whose."""
    open: set[Submission] = field(default_factory=set)
    _is_crowded: bool = False

    def admit(self, connection: Submission) -> bool:
        """Say whether there is room for a connection, and keep it in mind if so."""
        if len(self.open) < MOST:
            self._is_crowded = False
            self.open.add(connection)
        elif not self._is_crowded:
            self._is_crowded = True
            self.on_crowd(MOST)
        return connection in self.open

    def ended(self, commands: Commands, account: str) -> None:
        """Tell of a connection that ended, unless all that came over it is recorded."""
        if (said := commands.unrecorded) is not None:
            self.on_silent(said, account)


class Submission(SMTP):  # type: ignore[misc] # aiosmtpd carries no types
    """A connection that mail is submitted over."""

    def __init__(self, connections: Connections, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, data_size_limit=LARGEST, **named)
        self._connections = connections
        self._received, self._most = 0, 0
        self._late: Alarm | None = None
        self.commands = Commands()
        self.waited = 0.0
        """Seconds that the message under way waited until it might be sent."""

    def connection_made(self, transport: Any) -> None:
        """Begin, anew after STARTTLS; a connection that is one too many is told so and closed."""
        if self in self._connections.open or self._connections.admit(self):
            super().connection_made(transport)
        else:
            _end(transport, CROWDED)

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for another connection."""
        if self in self._connections.open:
            self._connections.open.discard(self)
            self._heard(self._unread())
            self._connections.ended(self.commands, str(getattr(self.session, "auth_data", None) or ""))
            super().connection_lost(error)

    def say_goodbye(self) -> None:
        """End a connection over which no message is under way."""
        if self in self._connections.open and not self._most:
            _end(self.transport, GOODBYE)

    def eof_received(self) -> bool | None:
        """End as the server does, unless it never began."""
        ended: bool | None = super().eof_received() if self in self._connections.open else None
        return ended

    def data_received(self, data: bytes) -> None:
        """Take what comes; the connection of whoever sends far too much is closed, since a line of it may never end."""
        self._received += len(data)
        if self not in self._connections.open:
            return
        if self._most and self._received > self._most:
            _end(self.transport, TOO_LARGE)
            return
        super().data_received(data)

    @syntax("DATA")  # type: ignore[untyped-decorator] # as above
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """Take one message: a large one when there is room for it beside the others."""
        size, self.waited = self._announced(), 0.0
        if size <= SMALL:
            await self._take(arg, size)
            return
        try:
            async with self._connections.intake.turn(size) as self.waited:
                await self._take(arg, size)
        except TimeoutError:
            await self.push(BUSY)

    async def _take(self, arg: str | None, size: int) -> None:
        self.data_size_limit = min(LARGEST, 2 * size + SLACK)
        self._received, self._most = 0, self.data_size_limit + SLACK
        self._late = Alarm(SECONDS, lambda: _end(self.transport, TOO_SLOW))
        try:
            await super().smtp_DATA(arg)
        finally:
            self._late.cancel()
            self.data_size_limit, self._most = LARGEST, 0

    async def _call_handler_hook(self, command: str, *arguments: Any) -> Any:
        if command == "DATA" and self._late is not None:  # it has come: what takes long now is our doing
            self._late.cancel()
        return await super()._call_handler_hook(command, *arguments)

    def _cb_client_connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        super()._cb_client_connected(reader, writer)
        read = reader.readuntil

        async def readuntil(separator: bytes = b"\n") -> bytes:
            try:
                line = await read(separator)
            except IncompleteReadError as ended:
                self._heard(ended.partial)
                raise
            except LimitOverrunError:
                self._heard(self._unread())  # which is passed over
                raise
            self._heard(line)
            return line

        # aiosmtpd tells nobody of the lines that it reads.
        reader.readuntil = readuntil  # type: ignore[assignment, method-assign]

    def _unread(self) -> bytes:
        reader: Any = self._reader
        return bytes(reader._buffer[:KEPT])

    def _heard(self, line: bytes) -> None:
        if line and not self._most:
            self.commands.said(line)

    def _announced(self) -> int:
        """Give the size that the client announced; where it announced none, that of the largest message."""
        options = [str(option).upper().partition("=") for option in self.envelope.mail_options]
        sizes = [value for name, _, value in options if name == "SIZE"]
        return int(sizes[0]) if sizes and sizes[0].isdigit() else LARGEST


def _end(transport: Any, reply: str) -> None:
    transport.write(f"{reply}\r\n".encode())
    transport.close()
