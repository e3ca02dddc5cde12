"""Serves one ASGI application on one port of a running event loop, by uvicorn."""

from __future__ import annotations

import asyncio
import socket
from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import AnswerUnread, ConnectionsRefused
from cpcs_harness.mockkit.connections import bounded
from cpcs_harness.mockkit.handshakes import Handshakes
from cpcs_harness.mockkit.host import START_SECONDS, STOP_SECONDS, bind
from cpcs_harness.mockkit.service import Service
from cpcs_harness.mockkit.silent import Silent
from cpcs_harness.mockkit.untrusted import presented_by
from cpcs_harness.mockkit.world import World

KEEP_SECONDS = 15
"""An idle connection is kept for so long: longer than httpx does, whose next call must not meet with its end; but not
so long that a candidate which leaves its connections open, one for each call, soon has too many."""

TURNS = 4
"""What it takes to close a connection over TLS; without it one is enough."""


class _Server(uvicorn.Server):
    """One that ends when it is told, where uvicorn's own looks ten times a second, and again waits at its end."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ends = asyncio.Event()

    def end(self) -> None:
        """End, once what is under way is answered; to be called in its loop."""
        self.should_exit = True
        self._ends.set()

    async def main_loop(self) -> None:
        """Keep the date of its answers right, each second, until it is told to end."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._ends.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen no more, close idle connections, wait for the others as uvicorn does, and cut those that last."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await _turns()  # of the loop, after which a connection that had nothing under way is gone
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            await self._cut_the_rest()

    async def _cut_the_rest(self) -> None:
        """Let what uvicorn has cancelled end, and close what stays open: one who does not read keeps it so for good."""
        await _turns()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await _turns()


async def _turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


class HttpServer:
    """One application; `name` stands for it where its port is taken, and `on_crowd` is told of too many connections.

    `on_silent` is told of a connection that brought something that is no request, with the first bytes of it, and
    `on_unread` how many bytes of an answer were not taken in time. With `tls` it is served by HTTPS.
    """

    def __init__(
        self,
        name: str,
        app: ASGIApp,
        on_crowd: Callable[[int], None] = lambda _most: None,
        tls: Handshakes | None = None,
        on_silent: Callable[[bytes], None] = lambda _first: None,
        on_unread: Callable[[int], None] = lambda _bytes: None,
    ) -> None:
        self.name, self.app = name, app
        self._tls = tls
        self._protocol = bounded(on_crowd, on_silent, on_unread)
        self._server: _Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self, host: str, port: int) -> int:
        """Serve on a port, 0 for a free one; gives the port that it got."""
        listener = bind(self.name, host, port)
        config = uvicorn.Config(
            self.app,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            timeout_keep_alive=KEEP_SECONDS,
            ws="none",
            http=self._protocol,
        )
        config.load()
        config.ssl = self._tls  # uvicorn's own settings take files, of which there is none
        self._server, self._loop = _Server(config), asyncio.get_running_loop()
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._started(self._server, self._task, listener)
        return int(listener.getsockname()[1])

    def close_idle(self) -> None:
        """Close connections that nothing is under way on; may be called from any thread."""
        if self._server is not None and self._loop is not None:
            for connection in list(self._server.server_state.connections):
                self._loop.call_soon_threadsafe(connection.shutdown)

    async def stop(self) -> None:
        """Take no more requests, and wait for those under way, for a while."""
        if self._server is not None and self._task is not None:
            self._server.end()
            await asyncio.wait([self._task], timeout=STOP_SECONDS)
        if self._tls is not None:
            self._tls.end()

    async def _started(
        self, server: uvicorn.Server, task: asyncio.Task[None], listener: socket.socket
    ) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + START_SECONDS
        while not server.started:
            if task.done() or loop.time() > deadline:
                raise HarnessError(f"{self.name} did not start on {listener.getsockname()}")
            await asyncio.sleep(0.005)


class HttpService(Service):
    """A service that is an ASGI application."""

    scheme = "http://"
    """`https://` for one that is served with the environment's certificate."""
    mutual_tls: ClassVar[bool] = False
    """Whether one that is served by HTTPS asks for its clients' certificates."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        silent = Silent(self.service, self.note)
        tls = self._certified(silent) if self.scheme == "https://" else None
        self._server = HttpServer(self.service, self, self._crowded, tls, silent.ended, self._left_unread)
        world.untrusted.watch(self.service, self._server.close_idle)

    def _certified(self, silent: Silent) -> Handshakes:
        clients_ca = self.world.environment.client_ca_pem if self.mutual_tls else ""
        return presented_by(self.service, self.world, silent, clients_ca)

    @abstractmethod
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

    async def start(self, host: str, port: int) -> int:
        """Serve on a port, 0 for a free one; gives the port that it got."""
        return await self._server.start(host, port)

    def _crowded(self, most: int) -> None:
        self.note(ConnectionsRefused(self.service, most))

    def _left_unread(self, left: int) -> None:
        self.note(AnswerUnread(self.service, left))

    async def stop(self) -> None:
        """Take no more requests."""
        await self._server.stop()
