"""Serves one ASGI application on one port of a running event loop, by uvicorn."""

from __future__ import annotations

import asyncio
import socket
from abc import abstractmethod
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import ConnectionsRefused
from cpcs_harness.mockkit.connections import bounded
from cpcs_harness.mockkit.host import START_SECONDS, STOP_SECONDS, bind
from cpcs_harness.mockkit.service import Service
from cpcs_harness.mockkit.world import World

KEEP_SECONDS = 15
"""An idle connection is kept for so long: longer than httpx does, whose next call must not meet with its end; but not
so long that a candidate which leaves its connections open, one for each call, soon has too many."""


class HttpServer:
    """One application; `name` stands for it where its port is taken, and `on_crowd` is told of too many connections."""

    def __init__(self, name: str, app: ASGIApp, on_crowd: Callable[[int], None] = lambda _most: None) -> None:
        self.name, self.app = name, app
        self._on_crowd = on_crowd
        self._server: uvicorn.Server | None = None
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
            http=bounded(self._on_crowd),
        )
        self._server = uvicorn.Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._started(self._server, self._task, listener)
        return int(listener.getsockname()[1])

    async def stop(self) -> None:
        """Take no more requests, and wait for those under way, for a while."""
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await asyncio.wait([self._task], timeout=STOP_SECONDS)

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

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._server = HttpServer(self.service, self, self._crowded)

    @abstractmethod
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

    async def start(self, host: str, port: int) -> int:
        """Serve on a port, 0 for a free one; gives the port that it got."""
        return await self._server.start(host, port)

    def _crowded(self, most: int) -> None:
        if not self.world.recorder.log.is_closed:
            self.world.recorder.write(ConnectionsRefused(self.service, most))

    async def stop(self) -> None:
        """Take no more requests."""
        await self._server.stop()
