"""Serving: binding the port, telling where, and ending when asked to."""

import contextlib
import json
import logging
import os
import signal
import socket
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from ..kit.config import Config
from ..kit.problems import StartupProblem
from ..service import Service
from .restarting import kept_port, remember_port


class Server(uvicorn.Server):
    """A uvicorn server that says where it listens once it does."""

    def __init__(self, service: Service, web: ASGIApp) -> None:
        self.service = service
        self.port = kept_port() or service.config.port
        # uvicorn binds the port itself: a socket bound before, and handed over, would delay small answers.
        super().__init__(
            uvicorn.Config(
                web,
                host=service.config.host,
                port=self.port,
                log_config=None,
                access_log=False,
                server_header=False,
                ws="none",
                lifespan="off",
                timeout_graceful_shutdown=1,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Bind, or say that it cannot be done."""
        quiet = logging.getLogger("uvicorn.error")
        quiet.disabled = True  # it would say the same in words of its own
        try:
            await super().startup(sockets)
        except SystemExit as error:
            raise StartupProblem(
                f"cannot listen on {self.service.config.host}:{self.port}; free that port, or change listen to port 0"
            ) from error
        finally:
            quiet.disabled = False
        port = int(self.servers[0].sockets[0].getsockname()[1])
        remember_port(port)
        self.service.base = f"http://{self.service.config.host}:{port}"
        self.service.start()
        announce(self.service.config, port)


def announce(config: Config, port: int) -> None:
    """Write the ready file, whole or not at all."""
    ready = Path(config.ready_file)
    draft = ready.with_name(f"{ready.name}.{os.getpid()}")
    try:
        draft.write_text(
            json.dumps({"base": f"http://{config.host}:{port}", "pid": os.getpid()}), encoding="utf-8"
        )
        draft.replace(ready)
    except OSError as error:
        raise StartupProblem(
            f"ready_file {ready} cannot be written ({error}); name a file in a folder that exists"
        ) from error


def serve(service: Service, web: ASGIApp) -> None:
    """Serve a service's web until a signal ends it."""
    ready = Path(service.config.ready_file)
    if not ready.parent.is_dir():
        raise StartupProblem(
            f"ready_file {ready} lies in no folder; make the folder, or name a file in another"
        )
    ready.unlink(missing_ok=True)

    def stop(number: int, _frame: FrameType | None) -> None:
        # uvicorn hands its signal on when it has shut down. Threads may still wait for a national service;
        # what they would write is either on the disk already or not promised to anybody.
        service.stopping.set()
        os._exit(0 if number == signal.SIGTERM else 130)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with contextlib.closing(service):
        Server(service, web).run()
