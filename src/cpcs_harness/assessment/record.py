"""The assessment of one run: assessment.json as the harness sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cpcs_harness.assessment.account import AccountRecord
from cpcs_harness.assessment.cause import CauseRecord
from cpcs_harness.assessment.conditions import ConditionsRecord
from cpcs_harness.assessment.journey import JourneyRecord, UnmatchedRecord
from cpcs_harness.assessment.level import PathwayRecord
from cpcs_harness.assessment.requirement import CheckRecord, CriterionRecord, RequirementRecord
from cpcs_harness.assessment.run import (
    CandidateRecord,
    CatalogueRecord,
    HarnessRecord,
    HazardRecord,
    OutcomeRecord,
    PlanRecord,
    ProfileRecord,
    VocabularyRecord,
)
from cpcs_harness.records import Record, left_out

FORMAT = "cpcs-assessment/1"


@dataclass(frozen=True)
class Assessment(Record):
    """All verdicts of a run, and what they rest on."""

    format: str
    harness: HarnessRecord
    catalogue: CatalogueRecord
    vocabulary: VocabularyRecord = field(default_factory=VocabularyRecord, kw_only=True)
    candidate: CandidateRecord
    plan: PlanRecord
    started: str
    finished: str | None
    """None for a run that was cut off."""
    outcome: OutcomeRecord
    pathways: tuple[PathwayRecord, ...]
    requirements: tuple[RequirementRecord, ...]
    context: tuple[RequirementRecord, ...]
    """What other documents than the Toolkit ask for; no part of any gate."""
    limits: tuple[str, ...]
    """What the run did not show, in plain sentences."""
    unmatched: tuple[UnmatchedRecord, ...]
    journeys: tuple[JourneyRecord, ...]
    causes: tuple[CauseRecord, ...] = ()
    """What is to be mended first: many failures follow from each."""
    profiles: tuple[ProfileRecord, ...] | None = left_out()
    """Those that stood in place of the project's."""
    hazards: tuple[HazardRecord, ...] | None = left_out()
    """Those of the catalogue, where it states any."""
    account: AccountRecord | None = left_out()  # noqa: RUF009 - a field, as those beside it
    """Of everything that reached the harness, where the catalogue says what a system sends."""
    conditions: ConditionsRecord | None = left_out()  # noqa: RUF009 - a field, as those beside it
    """Under which conditions each criterion was judged, where anything that was recorded has any."""
    run: str | None = left_out()
    """The SHA-256 of the first line of the evidence: of no other run."""
    head: str | None = left_out()
    """The SHA-256 of its last line: of all that was recorded; a ruling names it."""

    @property
    def judged(self) -> tuple[RequirementRecord, ...]:
        """Every requirement: the Toolkit's, and those beyond it."""
        return (*self.requirements, *self.context)

    def criteria(self) -> Iterator[tuple[RequirementRecord, CriterionRecord]]:
        """Go through the criteria of every requirement."""
        for requirement in self.judged:
            for criterion in requirement.criteria:
                yield requirement, criterion

    def checks(self) -> Iterator[tuple[RequirementRecord, CriterionRecord, CheckRecord]]:
        """Go through the checks of every criterion."""
        for requirement, criterion in self.criteria():
            for check in criterion.checks:
                yield requirement, criterion, check
