"""Serves the mocks: every one on a port of its own, all in one event loop in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp

from cpcs_harness.errors import HarnessError, UsageProblem

T = TypeVar("T")
START_SECONDS = 10.0
STOP_SECONDS = 5.0


class Host:
    """A running event loop, and the servers in it."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._servers: list[tuple[uvicorn.Server, asyncio.Task[None]]] = []
        self._thread = threading.Thread(target=self._run, name="mocks", daemon=True)
        self._thread.start()

    def call(self, work: Coroutine[Any, Any, T], seconds: float = START_SECONDS) -> T:
        """Run something in the loop and wait for it; not for use from within the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def serve(self, name: str, app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> tuple[str, int]:
        """Start serving an application; gives the host and port that it got."""
        listener = bind(name, host, port)
        self.call(self._start(app, listener))
        return host, int(listener.getsockname()[1])

    def close(self) -> None:
        """Stop every server, then the loop."""
        if not self._thread.is_alive():
            return
        self.call(self._stop(), STOP_SECONDS * 2)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(STOP_SECONDS)
        self.loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    async def _start(self, app: ASGIApp, listener: socket.socket) -> None:
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1, ws="none"
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        deadline = self.loop.time() + START_SECONDS
        while not server.started:
            if task.done() or self.loop.time() > deadline:
                raise HarnessError(f"a mock did not start on {listener.getsockname()}")
            await asyncio.sleep(0.005)
        self._servers.append((server, task))

    async def _stop(self) -> None:
        for server, _ in self._servers:
            server.should_exit = True
        tasks = [task for _, task in self._servers]
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)


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
