"""pymap as the mock NHSmail uses it: its IMAP connection, with a bound on all that it reads.

Source: pymap 0.36 (IMAP4rev1, RFC 3501, with IDLE, UIDPLUS, MOVE and LITERAL+).
Left out: its own users and passwords, its configuration from the environment, STARTTLS (NHSmail's port 993 speaks TLS
from the first byte), and folders that outlast the process.
"""

from __future__ import annotations

import re
import warnings
from argparse import Namespace
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn

THEIRS = r"(pymap|pysasl|proxyprotocol)(\..*)?"
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", module=THEIRS)
    from proxyprotocol.sock import SocketInfo
    from pymap.backend.dict import Config as DictConfig
    from pymap.backend.dict import Identity as DictIdentity
    from pymap.backend.dict import Login as DictLogin
    from pymap.backend.dict import Session as DictSession
    from pymap.backend.dict.filter import FilterSet
    from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
    from pymap.concurrent import Event, Subsystem
    from pymap.context import connection_exit
    from pymap.exceptions import InvalidAuth, ResponseError
    from pymap.imap import IMAPConnection
    from pymap.imap.state import ConnectionState
    from pymap.interfaces.login import IdentityInterface
    from pymap.interfaces.session import SessionInterface
    from pymap.mailbox import MailboxSnapshot
    from pymap.message import BaseLoadedMessage
    from pymap.mime import MessageBody, MessageContent, MessageHeader
    from pymap.parsing.command import Command
    from pymap.parsing.command.any import LogoutCommand
    from pymap.parsing.command.auth import AppendCommand
    from pymap.parsing.command.select import FetchCommand
    from pymap.parsing.response import CommandResponse, Response, ResponseBad, ResponseBye
    from pymap.parsing.specials import FetchAttribute, FetchRequirement, ObjectId, SequenceSet
    from pymap.selected import SelectedMailbox
    from pysasl import SASLAuth
    from pysasl.creds.server import ServerCredentials
    from pysasl.hashing import BuiltinHash
    from pysasl.identity import ClearIdentity

warnings.filterwarnings("ignore", module=THEIRS)

__all__ = [
    "LARGEST",
    "LINE",
    "AppendCommand",
    "BaseLoadedMessage",
    "ClearIdentity",
    "Command",
    "CommandResponse",
    "Config",
    "Connection",
    "ConnectionState",
    "DictIdentity",
    "DictLogin",
    "DictSession",
    "Event",
    "FetchAttribute",
    "FetchCommand",
    "FetchRequirement",
    "FilterSet",
    "IdentityInterface",
    "InvalidAuth",
    "LogoutCommand",
    "MailboxData",
    "MailboxSet",
    "MailboxSnapshot",
    "Message",
    "MessageBody",
    "MessageContent",
    "MessageHeader",
    "ObjectId",
    "ResponseBad",
    "ResponseError",
    "SelectedMailbox",
    "SequenceSet",
    "ServerCredentials",
    "SessionInterface",
    "connection_exit",
]

LINE = 64 * 1024
"""Bytes of one line, without its literals."""
LARGEST = 35 * 1024 * 1024
"""Bytes of one command with all its literals; a message may have as many."""
_LITERAL = re.compile(rb"\{(\d{1,12})\+\}\r?\n\Z")
_LONGEST_LITERAL_MARK = 24
_PIECE = 1024 * 1024
TOO_LONG = b"That is longer than this server reads."


class Config(DictConfig):
    """No users of its own, nothing from the environment, and no wait after a wrong password."""

    def __init__(self) -> None:
        super().__init__(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            demo_data=False,
            demo_user="",
            demo_password="",
            admin_key=b"-",
            host=None,
            port=0,
            tls_enabled=False,
            hash_context=BuiltinHash(),
            cpu_subsystem=Subsystem.for_asyncio(),
            invalid_user_sleep=0,
            reject_dnsbl=False,
            max_append_len=LARGEST,
        )

    @property
    def greeting(self) -> bytes:
        """The server's first words, which would otherwise hold this machine's name."""
        return b"NHSmail (mock) is ready"

    @property
    def tls_auth(self) -> SASLAuth:
        """The ways to log in."""
        return _ways_to_log_in()


@cache
def _ways_to_log_in() -> SASLAuth:
    """Find them once: they are entry points, for which the files of all that is installed are read."""
    return SASLAuth.defaults()


def _nothing() -> None:
    """Do nothing."""


def _line_goes_by(_line: bytes) -> None:
    """Do nothing."""


class _Gathered:
    """Gathers what is written, and passes it on in large pieces."""

    def __init__(self, writer: StreamWriter) -> None:
        self._writer = writer
        self._held = bytearray()

    def write(self, data: Any, /) -> None:
        """Take one piece."""
        self._held += data
        if len(self._held) > _PIECE:
            self.flush()

    def flush(self) -> None:
        """Pass on what is held."""
        self._writer.write(bytes(self._held))
        self._held.clear()


class Connection(IMAPConnection):
    """A connection that reads lines and literals up to a size, and says goodbye to whoever sends more."""

    def __init__(self, config: Config, reader: StreamReader, writer: StreamWriter) -> None:
        super().__init__(config.commands, config, reader, writer, SocketInfo.get(writer, None))
        self._read = 0
        self.on_line: Callable[[bytes], None] = _line_goes_by
        """Called with each line that comes, without its literals."""
        self.on_command: Callable[[], None] = _nothing
        """Called when a command was read whole."""
        self.on_answer: Callable[[], None] = _nothing
        """Called when an answer is about to be written out, in one piece."""

    async def read_command(self, state: ConnectionState) -> Command:
        """Read one command with all of its literals."""
        self._read = 0
        try:
            command = await super().read_command(state)
            self.on_command()
            return command
        except (EOFError, ConnectionError):
            raise
        except Exception:  # noqa: BLE001 - what is nested too deep, or is no number, is not our fault
            return await self._refuse(b"That cannot be read.")

    async def readline(self) -> memoryview:
        """Read a line, with those literals in it that need no invitation."""
        line = bytearray(await self._line())
        while found := _LITERAL.search(line[-_LONGEST_LITERAL_MARK:]):
            line += await self._literal(int(found[1]))
            line += await self._line()
        return memoryview(line)

    async def read_continuation(self, literal_length: int) -> memoryview:
        """Read an invited literal, and what follows it on its line."""
        literal = await self._literal(literal_length)
        return memoryview(literal + bytes(await self.readline()))

    async def write_response(self, resp: Response) -> None:
        """Write a response in one piece: clients have been seen to stumble over half a line."""
        gathered = _Gathered(self.writer)
        try:
            await resp.async_write(gathered)
            self.on_answer()
            gathered.flush()
            await self.writer.drain()
        except ConnectionError:
            pass

    async def _line(self) -> bytes:
        try:
            line = await self.reader.readline()
        except ValueError:  # longer than the reader's limit
            return await self._refuse(TOO_LONG)
        self.on_line(line)
        if not line.endswith(b"\n"):
            raise EOFError
        self._read += len(line)
        return line

    async def _literal(self, size: int) -> bytes:
        self._read += size
        if self._read > LARGEST:
            return await self._refuse(TOO_LONG)
        return await self.reader.readexactly(size)

    async def _refuse(self, why: bytes) -> NoReturn:
        await self.write_response(ResponseBye(why))
        raise EOFError
