"""The connection that a request came over: whether the caller still waits, how to cut it, how to answer at once."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import socket
import struct
from typing import Any

from starlette.types import Message, Receive, Send

_CLOSED = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR
"""Not every system tells the first."""
MOST_WAITING = 2048
"""Bytes that are looked at of what nobody has read."""


async def left(receive: Receive, seconds: float) -> bool:
    """Wait, and say whether the caller left meanwhile: nobody waits for an answer that nobody wants."""
    if not seconds:
        return False
    try:
        async with asyncio.timeout(seconds):
            await _disconnected(receive)
    except TimeoutError:
        return False
    return True


def is_gone(send: Send) -> bool:
    """Say whether the caller has closed the connection, be it only in the operating system's buffers yet."""
    return is_closed(getattr(getattr(send, "__self__", None), "transport", None))


def is_closed(transport: Any) -> bool:
    """Say whether the other side of a transport has closed it; nothing is known where there is none."""
    if transport is None:
        return False
    raw = _socket_of(transport)
    if transport.is_closing() or raw is None or raw.fileno() < 0:
        return True
    asked = select.poll()
    asked.register(raw.fileno(), _CLOSED)
    return bool(asked.poll(0))


def _socket_of(transport: Any) -> Any:
    """Give the socket of a transport; None where it has none any more."""
    try:
        return transport.get_extra_info("socket")
    except AttributeError:  # of asyncio's own, for TLS that was closed
        return None


def waiting(transport: Any) -> bytes:
    """Give what has come over a plain connection, and nobody has read yet; its first bytes, where it is much."""
    raw = _socket_of(transport)
    if raw is None or raw.fileno() < 0 or transport.get_extra_info("ssl_object") is not None:
        return b""
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(raw.fileno())) as copy:
        return copy.recv(MOST_WAITING, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    return b""


def unsent(transport: Any) -> int:
    """Give how many bytes of what was written the other side has not taken, nor the operating system for it."""
    # TLS hands all that is written to a transport below it at once.
    below = getattr(getattr(transport, "_ssl_protocol", None), "_transport", None)
    return sum(one.get_write_buffer_size() for one in (transport, below) if one is not None)


async def cut(receive: Receive, send: Send) -> None:
    """Reset the connection; uvicorn keeps its transport with what it has given us to answer by."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionAbortedError("the connection is cut on purpose")
    raw = _socket_of(transport)
    if raw is not None:  # an answer to what is sent into it: reset, not an orderly end
        with contextlib.suppress(OSError):  # whoever called may have left already
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await _disconnected(receive)


def at_once(send: Send) -> Send:
    """Give what sends an answer's head together with its body: two pieces cost the system twice the time of one."""
    cycle: Any = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is None:
        return send
    gathering = _Gathering(transport)  # in place of the transport in what uvicorn has given us to answer by

    async def sent(message: Message) -> None:
        cycle.transport = gathering
        try:
            await send(message)
        finally:
            cycle.transport = transport
            if message["type"] != "http.response.start":
                gathering.write_all()

    return sent


class _Gathering:
    """A transport that keeps back what is written."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> None:
        self._pieces.append(data)

    def write_all(self) -> None:
        if self._pieces:
            self._transport.write(b"".join(self._pieces))
            self._pieces.clear()

    def close(self) -> None:
        self.write_all()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
