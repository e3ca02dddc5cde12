"""Writes from a thread of its own, many items at once, so that nobody waits for a disk who need not."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from cpcs_harness.errors import HarnessError

T = TypeVar("T")
C = TypeVar("C", contravariant=True)
PAUSE_SECONDS = 0.05
"""What nobody waits for is written after so long, together with what came meanwhile."""


class Sink(Protocol[C]):
    """What is written to."""

    def write(self, items: Sequence[C], /) -> None:
        """Give items to the operating system."""
        ...

    def sync(self) -> None:
        """Put on the disk what the operating system was given; any thread may ask."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class LineWriter(Generic[T]):
    """Items on their way to a sink; safe to use from many threads, whose order it keeps."""

    def __init__(self, name: str, sink: Sink[T]) -> None:
        """Begin the thread; `name` stands for the sink where it cannot be written to."""
        self._name = name
        self._sink = sink
        self._queue: deque[T] = deque()
        self._taken = self._written = self._synced = 0
        self._bytes_put = self._bytes_written = 0
        self._wanted = threading.Event()
        self._changed = threading.Condition()
        self._syncing = threading.Lock()
        self._failed: Exception | None = None
        self._closing = self._closed = False
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    @property
    def is_closed(self) -> bool:
        """Whether it takes nothing more."""
        return self._closing

    @property
    def behind(self) -> int:
        """How many bytes wait to be written, as far as their number was told."""
        return self._bytes_put - self._bytes_written

    def put(self, item: T, size: int = 0) -> None:
        """Append an item of so many bytes; raises HarnessError where an earlier one could not be written.

        Only one thread at a time may tell a size: there is no lock for whoever answers a candidate to wait at.
        """
        if self._failed is not None:
            self._check()
        self._bytes_put += size
        self._queue.append(item)

    def flush(self) -> None:
        """Wait until everything that was put is with the operating system."""
        with self._changed:
            wanted = self._taken + len(self._queue)
            self._wanted.set()
            self._changed.wait_for(lambda: self._failed is not None or self._written >= wanted)
        self._check()

    def sync(self) -> None:
        """Wait until everything that was put is on the disk; those who wait at one time wait for one sync."""
        with self._changed:
            wanted = self._taken + len(self._queue)
        with self._syncing:
            if self._synced >= wanted or self._closed:
                return
            self.flush()
            reached = self._written
            self._sink.sync()
            self._synced = reached

    def close(self) -> None:
        """Write what was put, and close the sink."""
        if not self._closing:
            self._closing = True
            try:
                self.sync()
            finally:
                self._wanted.set()
                self._thread.join()
                self._closed = True
                self._end()

    def _end(self) -> None:
        try:
            self._sink.close()
        except OSError as failed:
            self._failed = self._failed or failed
            self._check()

    def _check(self) -> None:
        if self._failed is not None:
            why = getattr(self._failed, "strerror", None) or self._failed
            raise HarnessError(f"{self._name} cannot be written: {why}") from self._failed

    def _run(self) -> None:
        while self._failed is None and not (self._closing and not self._queue):
            self._wanted.wait(PAUSE_SECONDS)
            self._wanted.clear()
            self._write_queued()

    def _write_queued(self) -> None:
        with self._changed:
            size = self._bytes_put
            batch = [self._queue.popleft() for _ in range(len(self._queue))]
            self._taken += len(batch)
        try:
            self._sink.write(batch)
        except Exception as failed:  # noqa: BLE001 - whoever writes next is told
            self._failed = failed
        with self._changed:
            self._written += len(batch)
            self._bytes_written = size
            self._changed.notify_all()
