"""A process that writes a log: to hash, screen and compress what passes takes a third of what it takes to answer.

In a thread it would hold up whoever answers: Python runs one thread at a time. What is handed over is pickled; both
ends are this harness. The process ends with the pipe that it reads, and so outlives a kill of whoever started it for
as long as it has something to write.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.archive import ARCHIVE
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.log_file import EVENTS, GENESIS, Body, LogFile, Written

AT_ONCE = 1024 * 1024
"""Bytes that are handed over at once: after each piece this thread takes its turn from whoever answers a candidate."""


class LogProcess:
    """A `LogFile` in a process of its own: what `write` has handed over when it returns is written there."""

    def __init__(self, folder: Path, guard: Guard) -> None:
        """Start the process, which makes the files; what its guard finds is told to this one."""
        self.head = GENESIS
        self._folder = folder
        self._guard = guard
        self._asking = threading.Lock()
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="sync")
        self._process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=AT_ONCE,
        )

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def write(self, items: Sequence[Body | Written]) -> None:
        """Append the lines of events, each after the bodies that it names; raises OSError where that failed."""
        if items:
            self._ask(list(items))

    def sync(self) -> None:
        """Put on the disk what was written: both files at once, which takes less than one after the other."""
        archive = self._beside.submit(_synced, self._folder / ARCHIVE)
        _synced(self._folder / EVENTS)
        archive.result()

    def close(self) -> None:
        """End both files, and the process."""
        try:
            if self._process.returncode is None:
                self._ask(None)
        finally:
            self._beside.shutdown()
            self._process.communicate()

    def _ask(self, items: list[Body | Written] | None) -> None:
        try:
            with self._asking:
                _say(self._process.stdin, items)
                failed, found, self.head = pickle.load(self._process.stdout)  # type: ignore[arg-type] # noqa: S301 # it is piped, by ourselves
        except (EOFError, BrokenPipeError) as ended:
            raise OSError(f"the process that writes it ended ({self._process.wait()})") from ended
        for notice in found:
            self._guard.tell(notice)
        if failed is not None:
            raise failed


def _synced(path: Path) -> None:
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def serve(folder: Path) -> None:
    """Write what comes by the standard input, and say of each batch what was found in it and whether that failed."""
    guard = Guard()
    file: LogFile | None = None
    failed: Exception | None = None
    items: list[Body | Written] | None = []
    while items is not None:
        items = _heard()
        try:
            file = file or LogFile(folder, guard)
            file.close() if items is None else file.write(items)
        except Exception as problem:  # noqa: BLE001 - it is raised where the batch came from
            failed = problem if isinstance(problem, OSError) else HarnessError(repr(problem))
        found, guard.notices = guard.notices, []
        with suppress(
            BrokenPipeError
        ):  # nobody is left to be told; what was handed over is written all the same
            _say(sys.stdout.buffer, (failed, found, file.head if file else GENESIS))


def _heard() -> list[Body | Written] | None:
    """Give the next batch; None at the end, be it that whoever wrote was killed in the midst of one."""
    try:
        heard: list[Body | Written] | None = pickle.load(sys.stdin.buffer)  # noqa: S301 - it is piped, by ourselves
    except (EOFError, pickle.UnpicklingError):
        return None
    return heard


def _say(pipe: IO[bytes] | None, what: Any) -> None:
    assert pipe is not None
    pickle.dump(what, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):  # meant for the run: this process ends with its pipe
        signal.signal(number, signal.SIG_IGN)
    serve(Path(sys.argv[1]))
