"""What was assessed, by what, and how the run was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.records import left_out


@dataclass(frozen=True)
class HarnessRecord:
    """What judged, and whether that is what the run was planned with."""

    version: str
    """Of the harness that made the run."""
    suite_digest: str
    engine_digest: str = ""
    libraries: Mapping[str, str] = field(default_factory=dict)
    """Version by name of the distribution, and Python's own: told beside the digest, which is the same everywhere."""
    digest: str = ""
    """Over suite, engine and catalogue together."""
    commit: str | None = left_out()
    """Of the sources that judged, where they are a checkout or were installed from one."""
    as_planned: bool = False
    differs: tuple[str, ...] = ()
    """Of suite, engine, catalogue and libraries, those that are not what the plan names."""
    sentence: str = ""


@dataclass(frozen=True)
class CatalogueRecord:
    """The catalogue that judged."""

    digest: str
    requirements: int
    criteria: int


@dataclass(frozen=True)
class RowRecord:
    """A row of a pathway's table."""

    id: str
    title: str


@dataclass(frozen=True)
class VocabularyRecord:
    """The catalogue's own words, as far as pathways and requirements do not carry them."""

    title: str = "The catalogue"
    called: str = "the catalogue"
    """The title within a sentence."""
    rows: Mapping[str, tuple[RowRecord, ...]] = field(default_factory=dict)
    """The rows of each pathway's table, from top to bottom."""


@dataclass(frozen=True)
class CandidateRecord:
    """The system that was assessed, as it was declared and as it said itself."""

    name: str
    supplier: str
    version: str
    build: str | None
    build_at_end: str | None
    pathways: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    """Declared options by requirement."""


@dataclass(frozen=True)
class PlannedRecord:
    """A journey of the plan."""

    id: str
    pathway: str
    sitting: int


@dataclass(frozen=True)
class PlanRecord:
    """What decided the run beside the candidate."""

    as_of: str
    gate: str
    pending: str
    seed: int
    journeys: tuple[PlannedRecord, ...]
    only: tuple[str, ...]
    challenge: str | None
    pace: Mapping[str, Any]


@dataclass(frozen=True)
class ProfileRecord:
    """A profile that stood in place of the project's own model."""

    name: str
    source: str
    certainty: str
    digest: str
    criteria: tuple[str, ...]
    """Those that rest on it."""


@dataclass(frozen=True)
class HazardRecord:
    """What can happen to patients, and the criteria that look at what keeps it from them."""

    id: str
    title: str
    harm: str
    causes: tuple[str, ...]
    criteria: tuple[str, ...]
    told_first: bool | None = left_out()
    """Whether reports name it before others."""


@dataclass(frozen=True)
class OutcomeRecord:
    """Whether the gate is met, in one sentence and one exit status."""

    gate: str
    met: bool
    sentence: str
    exit_status: int
