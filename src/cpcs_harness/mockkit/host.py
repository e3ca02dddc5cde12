"""The event loop of all mocks, in a thread of its own, and the listening sockets in it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

from cpcs_harness.errors import UsageProblem

T = TypeVar("T")
START_SECONDS = 10.0
STOP_SECONDS = 5.0


class Listener(Protocol):
    """What listens on a port."""

    async def start(self, host: str, port: int) -> int:
        """Listen, in the running loop; gives the port that it got."""
        ...

    async def stop(self) -> None:
        """Stop listening."""
        ...


class Host:
    """A running event loop, and what listens in it."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._listeners: list[Listener] = []
        self._thread = threading.Thread(target=self._run, name="mocks", daemon=True)
        self._thread.start()

    def call(self, work: Coroutine[Any, Any, T], seconds: float = START_SECONDS) -> T:
        """Run something in the loop and wait for it; not for use from within the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def serve(self, listener: Listener, host: str = "127.0.0.1", port: int = 0) -> int:
        """Start a listener, which is stopped with the host; gives the port that it got."""
        found = self.call(listener.start(host, port))
        self._listeners.append(listener)
        return found

    def close(self) -> None:
        """Stop every listener, then the loop."""
        if not self._thread.is_alive():
            return
        self.call(self._stop(), STOP_SECONDS * 2)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(STOP_SECONDS)
        self.loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    async def _stop(self) -> None:
        await asyncio.gather(*(listener.stop() for listener in self._listeners))
        # What no listener knows of, such as whoever is in the middle of a handshake, would be left open for good.
        for transport in list(vars(self.loop).get("_transports", {}).values()):
            transport.abort()
        await asyncio.sleep(0)
        await asyncio.sleep(0)


def bind(name: str, host: str, port: int) -> socket.socket:
    """Bind a listening socket, or say whose port is taken and what to do."""
    # IPPROTO_TCP: without it asyncio leaves Nagle's algorithm on for accepted sockets, some 40 ms a request.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as refused:
        listener.close()
        raise UsageProblem(
            f"{name} cannot listen on {host}:{port}: {refused.strerror or refused}. "
            f"Stop what uses that port, or give {name} another under [mocks] in candidate.toml (0 takes a free one)."
        ) from refused
    listener.listen(128)
    return listener
