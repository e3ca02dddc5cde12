"""The plan of a run, its first event: all that was decided before anything happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Self

from cpcs_harness.conditions.draws import Asks
from cpcs_harness.records import Record, from_json


@dataclass(frozen=True)
class KnownJourney:
    """A journey of the suite that made the plan: what judging needs of it, without the code that carries it out."""

    id: str
    pathway: str
    title: str
    why_not: str = ""
    """Of one that is not planned: what would have it planned."""


@dataclass(frozen=True)
class PlannedJourney:
    """A journey that was to be carried out."""

    id: str
    pathway: str
    sitting: int
    title: str = ""
    """Empty in a plan made before titles were written."""


@dataclass(frozen=True)
class PlannedSitting:
    """Journeys that were to be carried out at the same time."""

    number: int
    clock: str
    journeys: tuple[str, ...]


@dataclass(frozen=True)
class PlannedHarness:
    """What was to judge the run; empty where a plan of an earlier harness does not say."""

    version: str
    suite_digest: str
    engine_digest: str = ""
    libraries: Mapping[str, str] = field(default_factory=dict)
    """Version by name of the distribution."""
    digest: str = ""
    """Over suite, engine and catalogue together; plans of earlier harnesses took the libraries in."""
    commit: str = ""
    """Of the harness that made the run, where it is known."""
    people_digest: str = ""
    """Over what makes people, credentials and planted words of a seed."""


@dataclass(frozen=True)
class PlannedCatalogue:
    """The catalogue that the run was planned from."""

    digest: str


@dataclass(frozen=True)
class PlannedProfile:
    """A profile that stands in place of ours: what was played and is judged by it, whole."""

    name: str
    source: str
    certainty: str
    digest: str
    held: Mapping[str, Any]


@dataclass(frozen=True)
class _Stated:
    """A criterion that the supplier has stated, with evidence."""

    criterion: str


@dataclass(frozen=True)
class _Declared:
    """What judging reads of a declaration; of its other tables it reads what a criterion names."""

    name: str
    supplier: str
    version: str
    pathways: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    declared: tuple[_Stated, ...]


@dataclass(frozen=True, kw_only=True)
class Plan(Record):
    """What a run would do, and how it would be judged."""

    kind: ClassVar[str] = "plan"

    format: str
    harness: PlannedHarness
    catalogue: PlannedCatalogue
    declaration: Mapping[str, Any]
    """The whole declaration but for its token."""
    as_of: str
    gate: str
    pending: str
    seed: int
    challenge: str | None = None
    examples: int = 0
    """How many examples an exploration could draw."""
    known_bad: str | None = None
    """The fault that the reference was started with."""
    reference: str = ""
    """Digest of the reference service where that, without any fault, is the candidate."""
    pathways: tuple[str, ...]
    only: tuple[str, ...]
    """The journeys that were asked for; none asks for all."""
    pace: Mapping[str, Any]
    journeys: tuple[PlannedJourney, ...]
    sittings: tuple[PlannedSitting, ...]
    not_planned: tuple[KnownJourney, ...] = ()
    """The other journeys of the suite."""
    profiles: tuple[PlannedProfile, ...] = ()
    """Those that replace ours."""
    asks: Mapping[str, Asks] = field(default_factory=dict)
    """Which conditions the people of journeys draw besides those of everybody: so all people follow from the seed."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what was written; raises ValueError, naming the key, for what is no plan."""
        plan = super().from_json(data)
        from_json(_Declared, plan.declaration)
        date.fromisoformat(plan.as_of)
        return plan

    @property
    def known(self) -> dict[str, KnownJourney]:
        """All journeys of which the plan has the title, by id; none in a plan made before titles were written."""
        planned = [
            KnownJourney(journey.id, journey.pathway, journey.title)
            for journey in self.journeys
            if journey.title
        ]
        return {journey.id: journey for journey in (*planned, *self.not_planned)}
