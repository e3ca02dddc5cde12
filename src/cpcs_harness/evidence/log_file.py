"""The files of a log, and its chain: lines made of events, in their order, each naming the hash of the one before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from cpcs_harness.evidence.archive import ARCHIVE, ArchiveWriter
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.evidence.json_text import json_text
from cpcs_harness.evidence.parts import Parts, Store, apart
from cpcs_harness.times import stamp

GENESIS = "0" * 64
EVENTS = "events.ndjson"
Later = Callable[[Guard, Store], Mapping[str, Any]]
"""Makes an event's data when it is written, screened by a guard, its bodies given to a store; it can be pickled."""


def line_hash(line: bytes) -> str:
    """Hash one line, without its newline."""
    return hashlib.sha256(line).hexdigest()


class Body(NamedTuple):
    """A body, to be kept before the events that name it."""

    name: str
    """Its SHA-256."""
    content: bytes


class Written(NamedTuple):
    """An event as it was taken, to become a line."""

    seq: int
    at: datetime
    clock: datetime
    kind: str
    journey: str | None
    step: str | None
    data: tuple[str, Parts] | Later


class LogFile:
    """Events and bodies of a run on the disk; for one thread, but for `sync`."""

    def __init__(self, folder: Path, guard: Guard) -> None:
        """Make the files, which must not be there yet."""
        self.head = GENESIS
        self._guard = guard
        self._archive = ArchiveWriter(folder / ARCHIVE)
        self._file = (folder / EVENTS).open("xb", buffering=0)

    def write(self, items: Sequence[Body | Written]) -> None:
        """Append the lines of events, each after the bodies that it names."""
        lines = [line for item in items if (line := self._line(item)) is not None]
        self._archive.flush()
        left = memoryview(b"".join(line + b"\n" for line in lines))
        while left:
            left = left[self._file.write(left) :]

    def sync(self) -> None:
        """Put on the disk what was written."""
        self._archive.sync()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """End both files."""
        self._file.close()
        self._archive.close()

    def _keep(self, body: bytes) -> str:
        name = hashlib.sha256(body).hexdigest()
        self._archive.add(name, body)
        return name

    def _line(self, item: Written | Body) -> bytes | None:
        """Give the next line, without its newline: `data`, `parts` and `prev` come last in it; None for a body."""
        if isinstance(item, Body):
            self._archive.add(item.name, item.content)
            return None
        said = item.data
        data, parts = apart(said(self._guard, self._keep), self._keep) if callable(said) else said
        at = stamp(item.at)
        clock = at if item.clock == item.at else stamp(item.clock)
        head = f'"seq":{item.seq},"at":"{at}","clock":"{clock}","kind":{json_text(item.kind)}'
        whose = f'"journey":{json_text(item.journey)},"step":{json_text(item.step)}'
        beside = f',"parts":{json_text(parts)}' if parts else ""
        text = f'{{{head},{whose},"data":{data}{beside},"prev":"{self.head}"}}'
        line = text.encode("utf-8", "replace")
        self.head = line_hash(line)
        return line
