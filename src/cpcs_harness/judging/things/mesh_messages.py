"""Messages that went over MESH, as they were recorded: whole, whoever sent them, and what MESH reported of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.formats.json_parts import read_object
from cpcs_harness.formats.xml import read_xml, unpacked

TAKEN = (200, 202)
MAILBOX, MESSAGE = 1, 3
"""Which part of an address is whose mailbox it is, and which the id that MESH gave to a message."""


@dataclass(frozen=True)
class MeshMessages:
    """What was sent over the mock MESH in a run, and taken."""

    evidence: Evidence

    def of(self, direction: str, operation: str = "send_message") -> list[Event[Exchange]]:
        """Give the requests of one side by which something was done."""
        return [
            event
            for event in self._all
            if (event.data.direction, event.data.operation) == (direction, operation)
        ]

    def read(self, first: Event[Exchange]) -> Any:
        """Parse a message; None where it is no XML that we read."""
        try:
            return read_xml(b"".join(map(self._plain, (first, *self._chunks.get(self.id_of(first), ())))))
        except ValueError:
            return None

    def id_of(self, first: Event[Exchange]) -> str:
        """Give the id that MESH gave to a message."""
        read = read_object(self.evidence.body(first.data.response.body))
        return str(read.get("message_id") or read.get("messageID") or "")

    @cached_property
    def _all(self) -> list[Event[Exchange]]:
        calls = [event for event in self.evidence.of(Exchange) if event.data.service == "mesh"]
        return [event for event in calls if event.data.response.start.get("status") in TAKEN]

    @cached_property
    def _chunks(self) -> Mapping[str, list[Event[Exchange]]]:
        """The further chunks of each message, by its id."""
        found: dict[str, list[Event[Exchange]]] = {}
        for event in self._all:
            if event.data.operation == "send_chunk":
                found.setdefault(part_of(event, MESSAGE).upper(), []).append(event)
        return found

    def _plain(self, part: Event[Exchange]) -> bytes:
        body = self.evidence.body(part.data.request.body)
        return unpacked(body, part.data.request.header("Content-Encoding"))


def part_of(event: Event[Exchange], place: int) -> str:
    """Give a part of a request's address; empty where it is shorter."""
    parts = str(event.data.request.start.get("target", "")).partition("?")[0].strip("/").split("/")
    return parts[place] if place < len(parts) else ""
