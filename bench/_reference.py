"""The reference as cpcs assess starts it, forked, with what its services have used noted before they end."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cpcs_harness.run.fork_server import ForkedProcess, ForkServer
from cpcs_harness.run.reference_process import Running, Start

_GROUP, _TIMES = 2, slice(11, 15)
"""Fields of /proc/…/stat after the command: process group; user and system time, also of children waited for."""


class Counted:
    """A forked service whose processor time is noted before it ends."""

    def __init__(self, running: ForkedProcess, spent: list[float]) -> None:
        self.running, self.spent = running, spent
        self.ended = running.ended

    def close(self) -> None:
        """Note what it has used, and end it."""
        self.spent.append(group_seconds(self.running.process))
        self.running.close()


@contextmanager
def counted(spent: list[float]) -> Iterator[Start]:
    """Give the way to start services; the processor seconds of each are added when it is closed."""
    with ForkServer() as server:

        def start(arguments: Sequence[str], folder: Path) -> Running:
            return Counted(server.start(arguments, folder), spent)

        yield start


def group_seconds(group: int) -> float:
    """Give the processor time of a process group, and of what has ended in it; 0 where the system does not tell."""
    ticks = 0
    for told in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = told.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[_GROUP]) == group:
            ticks += sum(int(field) for field in fields[_TIMES])
    return ticks / os.sysconf("SC_CLK_TCK")
