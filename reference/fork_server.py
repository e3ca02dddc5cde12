"""Starts the service over and over from one process that has imported it: `python -P -m reference.fork_server`.

Importing the service takes a second; a forked copy of a process that has imported it takes none. Standard input is a
UNIX stream socket. Whoever holds its other end asks for a service by a line with the arguments of `-m reference` as a
JSON list, sent with three file descriptors: the service's standard input, output and error. The answer is a line with
the process id of the service's keeper, which forks the service, again after each restart, and ends with it; it is the
group of both. The server ends when the socket is closed; its services go on.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence

from . import __main__ as command_line
from . import app  # noqa: F401 - imported for the forked copies, as the server below is
from .actions import all_actions
from .faulty import all_faults
from .kit.readiness import make_ready
from .national.http import authorities
from .web import (
    restarting,
    server,  # noqa: F401 - as above
)

IMPORTED_LATE = (
    "anyio._backends._asyncio",
    "anyio.streams.memory",
    "anyio.streams.stapled",
    "anyio.streams.tls",
    "encodings.ascii",
    "httpcore",
    "httpx",
    "joserfc.jwk",
    "joserfc.jws",
    "joserfc.jwt",
    "mesh_client",
    "sqlalchemy.dialects.sqlite",
    "uvicorn.lifespan.off",
    "uvicorn.loops.asyncio",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
)
"""What a service imports once it needs it; here it is imported before."""
STANDARD_FILES = 3
LONGEST = 65536
"""Bytes of a request."""


def main() -> int:
    """Answer requests; in each forked copy, be the service that was asked for."""
    load()
    gc.collect()
    gc.freeze()  # what all services share is not looked through by each again
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a service ended
    requests = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    while True:
        arguments, files = _request(requests)
        if not arguments:
            return 0
        process = os.fork()
        if process == 0:
            requests.close()
            return _be_the_service(arguments, files)
        for file in files:
            os.close(file)
        requests.sendall(f"{process}\n".encode())


def load() -> None:
    """Do once what each service would do first: import, make statements ready, read whom connections trust."""
    all_faults()
    all_actions()
    for name in IMPORTED_LATE:
        importlib.import_module(name)
    make_ready()
    authorities()


def _request(requests: socket.socket) -> tuple[list[str], list[int]]:
    line, files, _, _ = socket.recv_fds(requests, LONGEST, STANDARD_FILES)
    return (json.loads(line) if line else []), files


def _be_the_service(arguments: Sequence[str], files: Sequence[int]) -> int:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.setpgid(0, 0)  # who has to end keeper and service by force ends them together
    return _keep_going(arguments)


def _keep_going(arguments: Sequence[str]) -> int:
    """Be the keeper of a service; whenever it is to be restarted, a fresh copy of this process takes its place."""
    port = ""
    while True:
        told, tells = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(told)
            restarting.keep(tells, port)
            return command_line.main(arguments)
        os.close(tells)
        with os.fdopen(told) as service:
            port = service.read()  # until the service has ended
        _, status = os.waitpid(process, 0)
        if not port:
            return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
