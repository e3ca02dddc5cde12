"""What happened, by journey, and the calls that belong to none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StepRecord:
    """A step, and the ids of what passed in it."""

    name: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class JourneyRecord:
    """One attempt of a planned journey, and how it ended."""

    id: str
    """The journey's; of a second attempt with `/2` after it."""
    pathway: str
    title: str
    status: str
    """finished | stopped | interrupted | not_started"""
    reason: str | None
    steps: tuple[StepRecord, ...]


@dataclass(frozen=True)
class UnmatchedRecord:
    """A call that belongs to no journey, with a reason that a supplier can act on."""

    id: str
    service: str
    operation: str
    reason: str
