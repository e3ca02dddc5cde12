"""One line of the log, and what its data has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from cpcs_harness.records import Record


class Kind(Protocol):
    """The data of one kind of event."""

    @property
    def kind(self) -> str:
        """The kind, as the log names it."""
        ...

    def as_json(self) -> dict[str, Any]:
        """Give what is written."""
        ...


K = TypeVar("K", bound=Kind, covariant=True)


@dataclass(frozen=True)
class Event(Generic[K]):
    """One line of the log."""

    seq: int
    at: str
    """The machine's time."""
    clock: str
    """The time that the mocks went by."""
    journey: str | None
    """The journey that it belongs to; `run` for what is the whole run's, None for neither."""
    step: str | None
    data: K

    @property
    def id(self) -> str:
        """Its name in reports and messages: `e12`, `o14`."""
        return f"{self.data.kind[0]}{self.seq}"


@dataclass(frozen=True)
class Free(Record):
    """Data without a shape of its own: what somebody else says, or what a record elsewhere gives."""

    held: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Give what is held, as it is."""
        return dict(self.held)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Hold what was written."""
        return cls(data)


@dataclass(frozen=True)
class Unknown:
    """An event of a kind that this harness does not know, kept as it is."""

    kind: str
    held: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Give what is held, as it is."""
        return dict(self.held)
