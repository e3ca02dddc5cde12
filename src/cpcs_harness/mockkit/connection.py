"""The connection that a request came over: whether the caller still waits, and how to cut it."""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
import struct
from typing import Any

from starlette.types import Receive, Send

_CLOSED = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR
"""Not every system tells the first."""


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
    raw = transport.get_extra_info("socket")
    if transport.is_closing() or raw is None or raw.fileno() < 0:
        return True
    asked = select.poll()
    asked.register(raw.fileno(), _CLOSED)
    return bool(asked.poll(0))


async def cut(receive: Receive, send: Send) -> None:
    """Reset the connection; uvicorn keeps its transport with what it has given us to answer by."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionAbortedError("the connection is cut on purpose")
    raw = transport.get_extra_info("socket")
    if raw is not None:  # an answer to what is sent into it: reset, not an orderly end
        with contextlib.suppress(OSError):  # whoever called may have left already
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await _disconnected(receive)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
