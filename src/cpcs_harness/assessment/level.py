"""What the levels of a pathway come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpcs_harness.assessment.verdict import LevelOutcome


@dataclass(frozen=True)
class LevelRecord:
    """A pathway's requirements of one level, counted by verdict."""

    heading: str
    due: str | None
    applicable: int
    met: int
    """Without those that are met on the project's model only."""
    met_on_model: int
    declared: int
    awaiting: int
    not_shown: int
    query: int
    error: int
    not_met: int
    outcome: LevelOutcome
    sentence: str


@dataclass(frozen=True)
class PathwayRecord:
    """A pathway and its levels, by their ids."""

    id: str
    title: str
    levels: Mapping[str, LevelRecord]
