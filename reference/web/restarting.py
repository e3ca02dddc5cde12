"""Restarting: the process image is replaced at once, as at a power cut."""

import os
import sys

PORT_VARIABLE = "REFERENCE_PORT"


def remember_port(port: int) -> None:
    """Keep the port for the process that takes this one's place, which will have the same id."""
    os.environ[PORT_VARIABLE] = f"{os.getpid()}:{port}"


def kept_port() -> int | None:
    """The port of the process whose place this one takes."""
    process, _, port = os.environ.get(PORT_VARIABLE, "").partition(":")
    return int(port) if process == str(os.getpid()) else None


async def replace_process() -> None:
    """Start the same command again in this process; nothing is flushed, closed or said goodbye to."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 our own command line
