"""Restarting: the process ends at once, as at a power cut, and a new one takes its place.

Where a keeper waits (reference.fork_server), it forks a new process that has everything imported already; elsewhere the
process image is replaced.
"""

import os
import sys

PORT_VARIABLE = "REFERENCE_PORT"
_told: list[int] = []
"""The file descriptor of the keeper, where there is one."""


def remember_port(port: int) -> None:
    """Keep the port for the process that takes this one's place by replacing its image, which will have the same id."""
    os.environ[PORT_VARIABLE] = f"{os.getpid()}:{port}"


def kept_port() -> int | None:
    """The port of the process whose place this one takes."""
    process, _, port = os.environ.get(PORT_VARIABLE, "").partition(":")
    return int(port) if process == str(os.getpid()) else None


def keep(told: int, port: str) -> None:
    """Note in a new process that a keeper waits, and the port of the process before it, where there was one."""
    _told[:] = [told]
    if port:
        remember_port(int(port))


async def replace_process() -> None:
    """Have a new process take the place of this one; nothing is flushed, closed or said goodbye to."""
    if _told:
        os.write(_told[0], str(kept_port()).encode())
        os._exit(0)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 our own command line
