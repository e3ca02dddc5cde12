"""Writes lines to a file from a thread of its own, many at once, so that nobody waits for a disk who need not."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from cpcs_harness.errors import HarnessError

T = TypeVar("T")
PAUSE_SECONDS = 0.05
"""What nobody waits for is written after so long, together with what came meanwhile."""


class Beside(Protocol):
    """Another file, which what is put is also written to; each time before the lines are."""

    def flush(self) -> None:
        """Give what was added to the operating system."""
        ...

    def sync(self) -> None:
        """Put on the disk what the operating system was given."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class LineWriter(Generic[T]):
    """A file that lines are appended to; safe to use from many threads, whose order it keeps."""

    def __init__(self, path: Path, line: Callable[[T], bytes | None], beside: Beside | None = None) -> None:
        """Make the file, which must not be there yet.

        `line` makes the line of what is put, in the writing thread, or gives None for what goes beside it alone.
        """
        self._path = path
        self._line = line
        self._beside = beside
        self._file = path.open("xb", buffering=0)
        self._queue: list[T] = []
        self._put = self._written = self._synced = 0
        self._wanted = threading.Event()
        self._changed = threading.Condition()
        self._syncing = threading.Lock()
        self._failed: Exception | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    @property
    def is_here(self) -> bool:
        """Whether the thread that writes is the one that asks."""
        return threading.current_thread() is self._thread

    @property
    def is_closed(self) -> bool:
        """Whether it takes nothing more."""
        return self._closing

    @property
    def behind(self) -> int:
        """How many items wait to become lines."""
        return self._put - self._written

    def put(self, item: T) -> None:
        """Append what becomes a line; raises HarnessError where an earlier one could not be written."""
        self._check()
        with self._changed:
            self._queue.append(item)
            self._put += 1

    def flush(self) -> None:
        """Wait until everything that was put is with the operating system."""
        with self._changed:
            wanted = self._put
            self._wanted.set()
            self._changed.wait_for(lambda: self._written >= wanted)
        self._check()

    def sync(self) -> None:
        """Wait until everything that was put is on the disk; those who wait at one time wait for one sync."""
        with self._changed:
            wanted = self._put
        with self._syncing:
            if self._synced >= wanted or self._file.closed:
                return
            self.flush()
            reached = self._written
            if self._beside is not None:
                self._beside.sync()
            os.fsync(self._file.fileno())
            self._synced = reached

    def close(self) -> None:
        """Write what was put, and close the file."""
        if not self._closing:
            self._closing = True
            try:
                self.sync()
            finally:
                self._wanted.set()
                self._thread.join()
                self._file.close()
                if self._beside is not None:
                    self._beside.close()

    def _check(self) -> None:
        if self._failed is not None:
            why = getattr(self._failed, "strerror", None) or self._failed
            raise HarnessError(f"{self._path} cannot be written: {why}") from self._failed

    def _run(self) -> None:
        while self._failed is None and not (self._closing and self._written == self._put):
            self._wanted.wait(PAUSE_SECONDS)
            self._wanted.clear()
            self._write_queued()

    def _write_queued(self) -> None:
        with self._changed:
            batch, self._queue = self._queue, []
        try:
            lines = [line for item in batch if (line := self._line(item)) is not None]
            if self._beside is not None:
                self._beside.flush()
            self._append(b"".join(line + b"\n" for line in lines))
        except Exception as failed:  # noqa: BLE001 - whoever writes next is told
            self._failed = failed
        with self._changed:
            self._written += len(batch)
            self._changed.notify_all()

    def _append(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]
