"""Ports for tests: some that nobody is given meanwhile, and whether this test's own processes listen on one."""

import os
import random
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

LISTENING = "0A"
"""The state of such a socket in /proc/net/tcp, which is as `man 5 proc` describes it."""
_CHANCE = random.SystemRandom()
_NOT_OF_CALLERS = (15_000, 32_000)


def free_ports(number: int) -> list[int]:
    """Give ports that nobody listens at, of those that no caller is given: whoever is to listen does so later."""
    found: list[int] = []
    while len(found) < number:
        port = _CHANCE.randrange(*_NOT_OF_CALLERS)
        with socket.socket() as listener:
            if port not in found and _binds(listener, port):
                found.append(port)
    return found


def _binds(listener: socket.socket, port: int) -> bool:
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def listens_here(port: int) -> bool:
    """Tell whether this process or one below it listens on a port: one that was released may be another's by now."""
    return not _listening(port).isdisjoint(_sockets(os.getpid()))


def _listening(port: int) -> set[str]:
    lines = Path("/proc/self/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    fields = [line.split() for line in lines]
    return {each[9] for each in fields if each[3] == LISTENING and each[1].endswith(f":{port:04X}")}


def _sockets(pid: int) -> Iterator[str]:
    place = Path(f"/proc/{pid}")
    links = (_told(link, lambda it: str(it.readlink())) for link in place.glob("fd/*"))
    yield from (found[1] for found in map(re.compile(r"socket:\[(\d+)\]").fullmatch, links) if found)
    for child in " ".join(_told(task, Path.read_text) for task in place.glob("task/*/children")).split():
        yield from _sockets(int(child))


def _told(file: Path, read: Callable[[Path], str]) -> str:
    try:
        return read(file)
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it ended meanwhile, as the listing of a folder itself does
