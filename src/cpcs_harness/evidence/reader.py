"""Reads a run's evidence back, and holds it against its own hashes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.evidence.bodies import Bodies
from cpcs_harness.evidence.log import EVENTS, GENESIS, line_hash
from cpcs_harness.evidence.recorder import event_id

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

    @classmethod
    def load(cls, folder: Path) -> Evidence:
        """Read and verify; raises UsageProblem, naming the line, when anything was altered."""
        path = folder / EVENTS
        if not path.is_file():
            raise UsageProblem(f"{path} is not there: {folder} holds no evidence of a run")
        if path.stat().st_size > MAX_LOG:
            raise UsageProblem(f"{path} is larger than {MAX_LOG} bytes, and is not read")
        lines = path.read_bytes().split(b"\n")
        torn = lines.pop() != b""
        events = _chained(path, lines)
        evidence = cls(folder, events, torn, {event_id(event): event for event in events})
        evidence._check_bodies()
        return evidence

    @property
    def finished(self) -> bool:
        """Say whether the run came to its end, and was not cut off."""
        return bool(self.events) and self.events[-1]["kind"] == "finished"

    @property
    def plan(self) -> dict[str, Any]:
        """The first event's data: all that was decided before anything happened."""
        if not self.events or self.events[0]["kind"] != "plan":
            raise UsageProblem(f"{self.folder / EVENTS}:1 the first event is not the plan; this is no run")
        data: dict[str, Any] = self.events[0]["data"]
        return data

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """Give the events of one kind, in order."""
        return [event for event in self.events if event["kind"] == kind]

    def event(self, wanted: str) -> dict[str, Any]:
        """Give one event by its id, such as `e12`."""
        return self._by_id[wanted]

    def body(self, reference: Mapping[str, Any]) -> bytes:
        """Give a body by the reference that an event holds."""
        return Bodies(self.folder / "bodies").read(reference)

    def _check_bodies(self) -> None:
        """Hold every body against its hash; raises UsageProblem, naming the exchange, for one that is another."""
        for event in self.of_kind("exchange"):
            for side in ("request", "response"):
                try:
                    self.body(event["data"][side]["body"])
                except HarnessError as altered:
                    raise UsageProblem(f"exchange {event_id(event)}, its {side}: {altered}") from altered


def _chained(path: Path, lines: Sequence[bytes]) -> list[dict[str, Any]]:
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
    return events


def _parsed(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError) as broken:
        raise UsageProblem(f"{path}:{number} is not JSON: {broken}") from broken
    if not isinstance(event, dict) or not event.keys() >= _KEYS or not isinstance(event["data"], dict):
        raise UsageProblem(f"{path}:{number} is not an event: {', '.join(sorted(_KEYS))} are due")
    if event["kind"] == "exchange" and not all(_has_body(event["data"].get(side)) for side in _SIDES):
        raise UsageProblem(
            f"{path}:{number} is not an exchange: request and response, with their bodies, are due"
        )
    return event


_KEYS = {"seq", "at", "clock", "kind", "journey", "step", "data", "prev"}
_SIDES = ("request", "response")


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
