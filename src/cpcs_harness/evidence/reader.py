"""Reads a run's evidence back, and holds it against its own hashes."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic_core import from_json

from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.bodies import Bodies
from cpcs_harness.evidence.events import BodyReference, Event, Kind, Plan
from cpcs_harness.evidence.garbage import seldom_looked_for
from cpcs_harness.evidence.log import EVENTS, GENESIS, line_hash
from cpcs_harness.evidence.parts import whole
from cpcs_harness.evidence.recorder import event_id

K = TypeVar("K", bound=Kind)

_NAMES = re.compile(rb'"([0-9a-f]{64})"')
MAX_LOG = 512 * 1024 * 1024
"""Bytes; a larger log is refused rather than read."""


@dataclass(frozen=True)
class Evidence:
    """The events of one run in order, and its bodies."""

    folder: Path
    events: Sequence[dict[str, Any]]
    torn: bool = False
    """The last line was cut short by a kill; it is left out."""
    _by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    _read: dict[str, list[Event[Any]]] = field(default_factory=dict, repr=False, compare=False)
    _typed_lines: dict[int, Event[Any]] = field(default_factory=dict, repr=False, compare=False)
    run: str = ""
    """Names the run: the SHA-256 of its first line, which holds the plan and when it was made."""
    head: str = ""
    """Names all that was recorded: the SHA-256 of the last line that is whole."""

    @classmethod
    @seldom_looked_for()
    def load(cls, folder: Path) -> Evidence:
        """Read and verify; raises UsageProblem, naming the line, when anything was altered."""
        path = folder / EVENTS
        if not path.is_file():
            raise UsageProblem(f"{path} is not there: {folder} holds no evidence of a run")
        if path.stat().st_size > MAX_LOG:
            raise UsageProblem(f"{path} is larger than {MAX_LOG} bytes, and is not read")
        events, head = _chained(path, _lines(path))
        by_id = {event_id(event): event for event in events}
        evidence = cls(folder, events, _is_torn(path), by_id, run=_run(path) if events else "", head=head)
        evidence._put_together()
        evidence._check_exchanges()
        evidence._check_artefacts()
        return evidence

    @property
    def finished(self) -> bool:
        """Say whether the run came to its end, and was not cut off."""
        return bool(self.events) and self.events[-1]["kind"] == "finished"

    def run_on_disk(self) -> str:
        """Name the run whose evidence lies in the folder now, as `run` does; empty where none does."""
        path = self.folder / EVENTS
        return _run(path) if path.is_file() else ""

    @property
    def plan(self) -> Plan:
        """The first event: all that was decided before anything happened."""
        if not self.events or self.events[0]["kind"] != Plan.kind:
            raise UsageProblem(f"{self.folder / EVENTS}:1 the first event is not the plan; this is no run")
        return self.of(Plan)[0].data

    def of(self, kind: type[K]) -> list[Event[K]]:
        """Give the events of one kind, in order; raises UsageProblem, naming the line, for one that is no such."""
        name = str(kind.kind)
        if name not in self._read:
            self._read[name] = [self._typed(line) for line in self.of_kind(name)]
        return self._read[name]

    def of_journey(self, journey: str) -> list[Event[Kind]]:
        """Give all events of a journey, in order."""
        return [self._typed(line) for line in self._by_journey.get(journey, ())]

    @cached_property
    def _by_journey(self) -> dict[str | None, list[dict[str, Any]]]:
        found: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
        for line in self.events:
            found[line["journey"]].append(line)
        return dict(found)

    def _typed(self, line: Mapping[str, Any]) -> Event[Any]:
        seq = line["seq"]
        if seq not in self._typed_lines:
            self._typed_lines[seq] = self._read_as_its_kind(line)
        return self._typed_lines[seq]

    def _read_as_its_kind(self, line: Mapping[str, Any]) -> Event[Any]:
        try:
            return events.read(line)
        except ValueError as wrong:
            place = f"{self.folder / EVENTS}:{line['seq']}"
            raise UsageProblem(f"{place} is no event of kind {line['kind']}: {wrong}") from wrong

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """Give the lines of one kind as they were written, in order; a harness need not know the kind."""
        return self._by_kind.get(kind, [])

    @cached_property
    def _by_kind(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in self.events:
            found[str(line["kind"])].append(line)
        return dict(found)

    def event(self, wanted: str) -> dict[str, Any]:
        """Give one event by its id, such as `e12`."""
        return self._by_id[wanted]

    def has(self, wanted: str) -> bool:
        """Say whether there is an event of this id."""
        return wanted in self._by_id

    def body(self, reference: BodyReference | Mapping[str, Any]) -> bytes:
        """Give a body by the reference that an event holds, typed or as it was written."""
        typed = BodyReference.from_json(reference) if isinstance(reference, Mapping) else reference
        return self._bodies.read(typed)

    def bodies_of_nothing(self) -> list[str]:
        """Name the bodies that no line of the log names."""
        named = set(_NAMES.findall((self.folder / EVENTS).read_bytes()))
        return sorted(name for name in self.body_names if name.encode() not in named)

    @property
    def body_names(self) -> set[str]:
        """Name all bodies that there are."""
        return self._bodies.names()

    @cached_property
    def _bodies(self) -> Bodies:
        """Raises UsageProblem for an archive that no run wrote."""
        try:
            return Bodies(self.folder)
        except HarnessError as wrong:
            raise UsageProblem(str(wrong)) from wrong

    def _put_together(self) -> None:
        """Give each event its large parts back; events share what they have in common.

        Raises UsageProblem, naming the event, for a part that is missing or another.
        """
        read = cache(lambda digest: _from_json(self._bodies.named(digest)))
        for event in self.events:
            try:
                _make_whole(event, read)
            except (HarnessError, ValueError, RecursionError) as altered:
                raise UsageProblem(f"{event['kind']} {event_id(event)}, in part: {altered}") from altered

    def _check_exchanges(self) -> None:
        """Hold every body against its hash; raises UsageProblem, naming the exchange, for one that is another."""
        for event in self.of_kind(events.Exchange.kind):
            for side in ("request", "response"):
                said = event["data"].get(side)
                if not _has_body(said):
                    place = f"{self.folder / EVENTS}:{event['seq']}"
                    raise UsageProblem(f"{place} is not an exchange: its {side}, with its body, is due")
                self._check_body(said["body"], f"exchange {event_id(event)}, its {side}")

    def _check_artefacts(self) -> None:
        """Hold every artefact against its hash; raises UsageProblem, naming it, for one that is another."""
        for event in self.of(events.Artefact):
            self._check_body(event.data.content.as_json(), f"artefact {event.id}")

    def _check_body(self, reference: Mapping[str, Any], whose: str) -> None:
        try:
            self._bodies.check(reference)
        except HarnessError as altered:
            raise UsageProblem(f"{whose}: {altered}") from altered


def _lines(path: Path) -> Iterator[bytes]:
    """Give the lines of a log without their newlines, and without a last one that was cut short."""
    with path.open("rb") as log:
        for line in log:
            if line.endswith(b"\n"):
                yield line[:-1]


def _is_torn(path: Path) -> bool:
    with path.open("rb") as log:
        end = log.seek(0, os.SEEK_END)
        log.seek(max(end - 1, 0))
        return log.read(1) not in (b"", b"\n")


def _run(path: Path) -> str:
    with path.open("rb") as log:
        return line_hash(log.readline().removesuffix(b"\n"))


def _chained(path: Path, lines: Iterable[bytes]) -> tuple[list[dict[str, Any]], str]:
    """Give the events of a log, and the hash of its last line."""
    events: list[dict[str, Any]] = []
    head = GENESIS
    for number, line in enumerate(lines, start=1):
        event = _parsed(path, number, line)
        if event.get("prev") != head or event.get("seq") != number:
            raise UsageProblem(
                f"{path}:{number} does not follow from the line before: the evidence was altered after it was written"
            )
        head = line_hash(line)
        events.append(event)
    _check_end(path, events)
    return events, head


def _parsed(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        event = _from_json(line)
    except (ValueError, RecursionError) as broken:
        raise UsageProblem(f"{path}:{number} is not JSON: {broken}") from broken
    if not isinstance(event, dict) or not event.keys() >= _KEYS or not isinstance(event["data"], dict):
        raise UsageProblem(f"{path}:{number} is not an event: {', '.join(sorted(_KEYS))} are due")
    return event


def _from_json(written: bytes) -> Any:
    """Read JSON; texts that come again and again are held once, which is half the memory of a log."""
    try:
        return from_json(written)
    except ValueError:
        return json.loads(written)  # takes what is nested deeper, and says where it is broken


def _make_whole(event: dict[str, Any], read: Callable[[str], Any]) -> None:
    """Put an event's parts in their places; earlier harnesses wrote those of an observation beside it."""
    if "parts" in event:
        event["data"] = whole(event["data"], event.pop("parts"), read)
    elif event["kind"] == events.Observation.kind and "parts" in event["data"]:
        data = event["data"]
        together = whole(data.get("observation"), data.pop("parts"), read)
        event["data"] = data | {"observation": together}


_KEYS = {"seq", "at", "clock", "kind", "journey", "step", "data", "prev"}


def _has_body(side: Any) -> bool:
    return (
        isinstance(side, dict)
        and isinstance(side.get("body"), dict)
        and {"sha256", "bytes"} <= side["body"].keys()
    )


def _check_end(path: Path, events: Sequence[dict[str, Any]]) -> None:
    for event in events:
        if event["kind"] == "finished" and event["data"].get("count") != event["seq"] - 1:
            raise UsageProblem(f"{path}:{event['seq']} counts {event['data'].get('count')} events before it")
    if any(event["kind"] == "finished" for event in events[:-1]):
        raise UsageProblem(f"{path} goes on after its last event: lines were added")
