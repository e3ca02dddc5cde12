"""The verdict of a requirement, with its criteria, and the checks and rulings that they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import Finding
from cpcs_harness.records import left_out, unwritten

OURSELVES = "the project itself"
"""Whose rulings those on the reference service are."""


@dataclass(frozen=True)
class CheckRecord:
    """What one check came to."""

    nodeid: str
    title: str
    verdict: Verdict
    message: str
    blame: str | None
    exchanges: tuple[str, ...]
    """Ids of the events that the verdict rests on."""
    modelled: bool
    """One of these was answered by the project's own model."""
    looked_at: tuple[str, ...]
    """Ids of all events that the check was given to read."""
    finding: Finding | None = None
    """Of a failure: what the message says, as data."""
    passed_over: tuple[str, ...] = ()
    """Of what it looked at, events of which it read nothing, and others of the same kind."""
    asked_alone: tuple[str, ...] = ()
    """Of what it looked at, calls of which it read what was asked or sent, and not what was answered."""
    seconds: float = unwritten(0.0)
    """How long the check took; no part of the assessment, which is the same whenever a run is judged."""


@dataclass(frozen=True)
class RulingRecord:
    """What a person decided."""

    ruling: str
    """confirmed | refused"""
    by: str
    role: str
    at: str
    note: str
    whose: str
    exchanges: tuple[str, ...] = ()
    reference: str | None = left_out()
    """Digest of the build of the reference service that it is on."""
    holds: bool = True
    """Whether it decides anything here."""
    party: str | None = left_out()
    """assurer | supplier | project"""
    build: str | None = left_out()
    """Of the candidate: the build that it is on."""
    run: str | None = left_out()
    """Head of the run that it is on; one without is on each run of the build."""
    why_not: str | None = left_out()
    """Of one that decides nothing, why."""

    @property
    def is_ours(self) -> bool:
        """Whether the project itself has ruled so."""
        return self.whose == OURSELVES


@dataclass(frozen=True)
class SourceRecord:
    """The document that a criterion rests on, and where in it."""

    document: str
    section: str | None


@dataclass(frozen=True)
class KnownBadRecord:
    """A candidate that is wrong on purpose, and that checks of a criterion catch."""

    name: str
    says: str
    """What it does wrong."""


@dataclass(frozen=True)
class CriterionRecord:
    """What a criterion came to in one pathway, with what the catalogue says of it."""

    id: str
    text: str
    strength: str
    certainty: str
    stands_on: str
    judged_by: str
    because: str | None
    option: str | None
    part: str | None
    source: SourceRecord
    risk: str
    journeys: tuple[str, ...]
    """Those of the pathway that it needs."""
    verdict: Verdict
    reason: str
    blame: str | None
    checks: tuple[CheckRecord, ...]
    rulings: tuple[RulingRecord, ...]
    cause: str | None = left_out()
    """Id of the cause that it was not shown for."""
    profile: str | None = left_out()
    """The profile that it rests on, where that stands in place of the project's."""
    catches: tuple[KnownBadRecord, ...] | None = left_out()
    """The known-bad candidates that its checks are proven with; None where nobody says so of the catalogue."""

    @property
    def confirmed_by_us(self) -> bool:
        """Whether it counts as met by a ruling of the project itself."""
        deciding = [ruling for ruling in self.rulings if ruling.holds]
        return self.verdict == Verdict.CONFIRMED and deciding[:1] != [] and deciding[0].is_ours


@dataclass(frozen=True)
class RequirementRecord:
    """What a requirement came to, with what the catalogue says of it."""

    id: str
    pathway: str
    component: str
    component_title: str
    level: str
    by: str | None
    """The day from which it is due, where it has one of its own."""
    text: str
    reading: str | None
    options_allowed: tuple[str, ...]
    options_declared: tuple[str, ...]
    parts: tuple[str, ...]
    verdict: Verdict
    reason: str
    untested: str | None
    """Why no criterion judges it yet."""
    blame: str | None
    criteria: tuple[CriterionRecord, ...]
