"""Events of a journey: what it was given, what it did, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from cpcs_harness.evidence.events.base import Free
from cpcs_harness.records import Record, left_out


@dataclass(frozen=True)
class Issued(Free):
    """All that a journey was given: patient, practice, pharmacist, premises, report, medicines."""

    kind: ClassVar[str] = "issued"

    @property
    def label(self) -> str:
        """The name of a further patient; empty for the journey's first."""
        return str(self.held.get("label", ""))


@dataclass(frozen=True)
class IssuedAlso(Issued):
    """The same for a further patient of the journey."""

    kind: ClassVar[str] = "issued_also"


@dataclass(frozen=True)
class Step(Record):
    """A step of a journey begins."""

    kind: ClassVar[str] = "step"
    name: str


@dataclass(frozen=True)
class Held(Record):
    """The national services are given a record to hold for a patient of the journey."""

    kind: ClassVar[str] = "held"
    label: str
    what: str
    """demographics | care_record | directory"""
    record: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Give what is written: `what` is called `kind` there."""
        return {"label": self.label, "kind": self.what, "record": dict(self.record)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what was written."""
        return cls(data["label"], data["kind"], data["record"])


@dataclass(frozen=True)
class FaultPlanned(Record):
    """A mock is told to do something wrong."""

    kind: ClassVar[str] = "fault"
    name: str
    service: str
    operation: str
    about: str = ""
    """The NHS number that it strikes, where it is not the journey's people all."""


@dataclass(frozen=True)
class Steered(Record):
    """What a journey did to the identity services."""

    kind: ClassVar[str] = "steered"
    what: str
    user_id: str
    how: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give what is written: how it was done stands beside what was done."""
        return {"what": self.what, "user_id": self.user_id, **self.how}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what was written."""
        how = {key: value for key, value in data.items() if key not in ("what", "user_id")}
        return cls(data["what"], data["user_id"], how)


@dataclass(frozen=True)
class Pause(Record):
    """So many seconds are let pass."""

    kind: ClassVar[str] = "pause"
    seconds: float


@dataclass(frozen=True)
class Restarted(Record):
    """A restart that the candidate was asked for: whether anything was seen of it, and by what."""

    kind: ClassVar[str] = "restarted"
    seen: bool
    how: str


@dataclass(frozen=True)
class JourneyEnded(Record):
    """How a journey ended."""

    kind: ClassVar[str] = "journey_ended"
    status: str
    """finished | stopped"""
    reason: str | None
    blame: str | None
    traceback: str | None = left_out()
