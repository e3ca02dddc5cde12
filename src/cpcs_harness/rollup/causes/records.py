"""The records of causes, each with the criteria that were not shown because of it."""

from __future__ import annotations

from collections.abc import Sequence

from cpcs_harness.assessment.cause import CauseRecord, ConsequenceRecord
from cpcs_harness.assessment.requirement import RequirementRecord
from cpcs_harness.rollup.causes.cause import Cause

SHOWN = 20
"""Events that are named of each cause; the others are counted."""


def cause_records(
    causes: Sequence[Cause], requirements: Sequence[RequirementRecord]
) -> tuple[CauseRecord, ...]:
    """Give the record of each cause."""
    return tuple(_record(cause, requirements) for cause in causes)


def _record(cause: Cause, requirements: Sequence[RequirementRecord]) -> CauseRecord:
    return CauseRecord(
        id=cause.id,
        kind=cause.kind,
        blame=cause.blame,
        sentence=cause.sentence,
        key=cause.key,
        file=cause.file,
        exchanges=cause.events[:SHOWN],
        count=len(cause.events),
        consequences=tuple(
            ConsequenceRecord(requirement.id, criterion.id)
            for requirement in requirements
            for criterion in requirement.criteria
            if criterion.cause == cause.id
        ),
    )
