"""The append-only, hash-chained log of a run: one JSON object a line, each naming the hash of the one before."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import Finished
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.line_writer import LineWriter
from cpcs_harness.evidence.log_file import EVENTS, GENESIS, Body, Later, LogFile, Written, line_hash
from cpcs_harness.evidence.log_process import LogProcess
from cpcs_harness.evidence.parts import apart
from cpcs_harness.times import Clock, real_now

__all__ = ["EVENTS", "GENESIS", "Log", "line_hash"]


class Log:
    """Takes events in the order in which they come, for one thread to write; safe to use from many threads.

    What was written before `sync` returns survives the end of the process and of the machine; what comes after it is
    on its way for a moment. A disk that cannot be written to is told, as HarnessError, by the next `write` or `sync`.
    """

    def __init__(self, folder: Path, guard: Guard | None = None, *, beside: bool = False) -> None:
        """Make the files; `guard` screens what is made when it is written, `beside` has a process of its own write."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / EVENTS
        self.clock = Clock()
        self._seq = 0
        self._lock = threading.RLock()
        self._kept: set[str] = set()
        self._file = (LogProcess if beside else LogFile)(folder, guard or Guard())
        self._writer = LineWriter[Body | Written](str(self.path), self._file)

    @property
    def is_closed(self) -> bool:
        """Whether the run is over, so that nothing more is written."""
        return self._writer.is_closed

    @property
    def process(self) -> int | None:
        """The process that writes, where it is one of its own: for who counts what a run uses."""
        return self._file.pid if isinstance(self._file, LogProcess) else None

    @property
    def count(self) -> int:
        """How many events there are."""
        return self._seq

    @property
    def behind(self) -> int:
        """How many bytes wait to be written, as far as their number was told."""
        return self._writer.behind

    def write(
        self,
        kind: str,
        data: Mapping[str, Any] | Later,
        *,
        journey: str | None = None,
        step: str | None = None,
        size: int = 0,
    ) -> int:
        """Append one event; gives its number. What makes its data, of so many bytes, is called where it is written."""
        said = data if callable(data) else apart(data, self.keep)  # not later: it may be altered by then
        with self._lock:
            if self.is_closed:
                raise HarnessError("the log is closed: the run was interrupted")
            at, seq, offset = real_now(), self._seq + 1, self.clock.offset
            clock = at + offset if offset else at
            self._writer.put(Written(seq, at, clock, kind, journey, step, said), size)
            self._seq = seq
            return seq

    def keep(self, body: bytes) -> str:
        """Store a body, once, before any event that is written after this; gives its SHA-256."""
        name = hashlib.sha256(body).hexdigest()
        if name not in self._kept:
            self._writer.put(Body(name, body))
            self._kept.add(name)  # not sooner: an event must not come before its body
        return name

    def flush(self) -> None:
        """Make what was written so far survive the end of this process."""
        self._writer.flush()

    def sync(self) -> None:
        """Make what was written so far survive a loss of power; called once a step."""
        self._writer.sync()

    def finish(self) -> None:
        """Write the last event, which counts the others and names their head, and close."""
        with self._lock:
            self._writer.flush()
            last = Finished(self._seq, self._file.head)
            self.write(last.kind, last.as_json())
            self.close()

    def close(self) -> None:
        """Write what is on its way, and close the file."""
        with self._lock:
            self._writer.close()
