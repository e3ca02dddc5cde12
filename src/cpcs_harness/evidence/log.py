"""The append-only, hash-chained log of a run: one JSON object a line, each naming the hash of the one before."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.archive import ARCHIVE, ArchiveWriter
from cpcs_harness.evidence.events import Finished
from cpcs_harness.evidence.json_text import json_text
from cpcs_harness.evidence.line_writer import LineWriter
from cpcs_harness.evidence.parts import Parts, Store, apart
from cpcs_harness.times import Clock, real_now, stamp

GENESIS = "0" * 64
EVENTS = "events.ndjson"
Later = Callable[[], Mapping[str, Any]]
"""Gives an event's data when it is written."""


def line_hash(line: bytes) -> str:
    """Hash one line, without its newline."""
    return hashlib.sha256(line).hexdigest()


class Log:
    """Takes events in the order in which they come, for one thread to write; safe to use from many threads.

    What was written before `sync` returns survives the end of the process and of the machine; what comes after it is
    on its way for a moment. A disk that cannot be written to is told, as HarnessError, by the next `write` or `sync`.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / EVENTS
        self.clock = Clock()
        self._seq = 0
        self._lock = threading.RLock()
        self._archive = ArchiveWriter(folder / ARCHIVE)
        self._chain = _Chain(self._archive, self.keep)
        self._writer = LineWriter(self.path, self._chain.line, self._archive)

    @property
    def is_closed(self) -> bool:
        """Whether the run is over, so that nothing more is written."""
        return self._writer.is_closed

    @property
    def behind(self) -> int:
        """How many events wait to be written."""
        return self._writer.behind

    def write(
        self,
        kind: str,
        data: Mapping[str, Any] | Later,
        *,
        journey: str | None = None,
        step: str | None = None,
    ) -> int:
        """Append one event; gives its number. What makes its data is called by the thread that writes."""
        said = data if callable(data) else apart(data, self.keep)  # not later: it may be altered by then
        with self._lock:
            if self.is_closed:
                raise HarnessError("the log is closed: the run was interrupted")
            at, seq = real_now(), self._seq + 1
            self._writer.put(_Written(seq, at, at + self.clock.offset, kind, journey, step, said))
            self._seq = seq
            return seq

    def keep(self, body: bytes) -> str:
        """Store a body, once, before any event that is written after this; gives its SHA-256."""
        name = hashlib.sha256(body).hexdigest()
        if self._writer.is_here:
            self._archive.add(name, body)
        elif not self._archive.has(name):
            self._writer.put(_Body(name, body))
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
            last = Finished(self._seq, self._chain.head)
            self.write(last.kind, last.as_json())
            self.close()

    def close(self) -> None:
        """Write what is on its way, and close the file."""
        with self._lock:
            self._writer.close()


class _Body(NamedTuple):
    name: str
    content: bytes


class _Written(NamedTuple):
    seq: int
    at: datetime
    clock: datetime
    kind: str
    journey: str | None
    step: str | None
    data: tuple[str, Parts] | Later


class _Chain:
    """Makes the lines of events, in their order; used by the one thread that writes them."""

    def __init__(self, archive: ArchiveWriter, keep: Store) -> None:
        self.head = GENESIS
        self._archive = archive
        self._keep = keep

    def line(self, event: _Written | _Body) -> bytes | None:
        """Give the next line, without its newline: `data`, `parts` and `prev` come last in it; None for a body."""
        if isinstance(event, _Body):
            self._archive.add(event.name, event.content)
            return None
        data, parts = apart(event.data(), self._keep) if callable(event.data) else event.data
        at = stamp(event.at)
        clock = at if event.clock == event.at else stamp(event.clock)
        head = f'"seq":{event.seq},"at":"{at}","clock":"{clock}","kind":{json_text(event.kind)}'
        whose = f'"journey":{json_text(event.journey)},"step":{json_text(event.step)}'
        beside = f',"parts":{json_text(parts)}' if parts else ""
        text = f'{{{head},{whose},"data":{data}{beside},"prev":"{self.head}"}}'
        line = text.encode("utf-8", "replace")
        self.head = line_hash(line)
        return line
