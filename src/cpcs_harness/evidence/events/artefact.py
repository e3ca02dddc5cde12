"""What came out of a candidate as a file, such as what it prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cpcs_harness.evidence.events.exchange import BodyReference
from cpcs_harness.records import Record, left_out


@dataclass(frozen=True)
class Artefact(Record):
    """A file that came with an observation; its bytes are kept as a body."""

    kind: ClassVar[str] = "artefact"
    name: str
    """Where it stood in the observation, such as `tokens[0]`."""
    observation: str
    """The id of the observation that it came with."""
    typed_in: bool
    """Whether a person typed it in from paper."""
    content: BodyReference
    problem: str | None = left_out()
    """Why its bytes were not kept: it was no base64, too large, or may hold the NHS number of a real person."""
