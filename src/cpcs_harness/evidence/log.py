"""The append-only, hash-chained log of a run: one JSON object a line, each naming the hash of the one before."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cpcs_harness.clock import Clock, real_now, stamp
from cpcs_harness.errors import HarnessError

GENESIS = "0" * 64
EVENTS = "events.ndjson"


def line_hash(line: bytes) -> str:
    """Hash one line, without its newline."""
    return hashlib.sha256(line).hexdigest()


class Log:
    """Writes events in the order in which they came; safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / EVENTS
        self.clock = Clock()
        self._file = self.path.open("xb")
        self._seq = 0
        self._head = GENESIS
        self._changed = threading.Condition(threading.RLock())
        self._events: list[dict[str, Any]] = []

    def write(
        self, kind: str, data: Mapping[str, Any], *, journey: str | None = None, step: str | None = None
    ) -> dict[str, Any]:
        """Append one event, and wake whoever waits for it; gives the event as written."""
        with self._changed:
            if self._file.closed:
                raise HarnessError("the log is closed: the run was interrupted")
            at = real_now()
            event = {
                "seq": self._seq + 1,
                "at": stamp(at),
                "clock": stamp(at + self.clock.offset),
                "kind": kind,
                "journey": journey,
                "step": step,
                "data": dict(data),
                "prev": self._head,
            }
            line = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
            self._file.write(line + b"\n")
            self._file.flush()
            self._seq += 1
            self._head = line_hash(line)
            self._events.append(event)
            self._changed.notify_all()
            return event

    def sync(self) -> None:
        """Make what was written so far survive a loss of power; called once a step."""
        with self._changed:
            if not self._file.closed:
                os.fsync(self._file.fileno())

    def wait_for(self, wanted: Callable[[dict[str, Any]], bool], seconds: float) -> dict[str, Any] | None:
        """Wait until an event that is wanted has been written; None when it has not come in time."""
        looked_at = 0
        found: dict[str, Any] | None = None

        def arrived() -> bool:
            nonlocal looked_at, found
            fresh, looked_at = self._events[looked_at:], len(self._events)
            found = next((event for event in fresh if wanted(event)), None)
            return found is not None

        with self._changed:
            self._changed.wait_for(arrived, timeout=seconds)
        return found

    def finish(self) -> None:
        """Write the last event, which counts the others and names their head, and close."""
        with self._changed:
            self.write("finished", {"count": self._seq, "head": self._head})
            self.close()

    def close(self) -> None:
        """Close the file, as it is."""
        with self._changed:
            self.sync()
            self._file.close()
