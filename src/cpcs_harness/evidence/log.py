"""The append-only, hash-chained log of a run: one JSON object a line, each naming the hash of the one before."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import Finished
from cpcs_harness.times import Clock, real_now, stamp

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
        self._lock = threading.RLock()

    @property
    def is_closed(self) -> bool:
        """Whether the run is over, so that nothing more is written."""
        return self._file.closed

    def write(
        self, kind: str, data: Mapping[str, Any], *, journey: str | None = None, step: str | None = None
    ) -> dict[str, Any]:
        """Append one event; gives it as written."""
        with self._lock:
            if self.is_closed:
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
            return event

    def sync(self) -> None:
        """Make what was written so far survive a loss of power; called once a step."""
        with self._lock:
            if not self.is_closed:
                os.fsync(self._file.fileno())

    def finish(self) -> None:
        """Write the last event, which counts the others and names their head, and close."""
        with self._lock:
            last = Finished(self._seq, self._head)
            self.write(last.kind, last.as_json())
            self.close()

    def close(self) -> None:
        """Close the file, as it is."""
        with self._lock:
            self.sync()
            self._file.close()
