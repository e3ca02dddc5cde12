"""Says beside each criterion what its checks have been proven to catch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.requirement import CriterionRecord, KnownBadRecord, RequirementRecord
from cpcs_harness.judging.known_bads import KnownBad


def with_proofs(assessment: Assessment, bads: Iterable[KnownBad]) -> Assessment:
    """Give an assessment that names, beside each criterion, the known-bad candidates that are to be caught by it."""
    by_criterion: dict[str, list[KnownBadRecord]] = defaultdict(list)
    for bad in bads:
        for id in bad.catches:
            by_criterion[id].append(
                KnownBadRecord(bad.name, bad.says.partition("\n\n")[0].replace("\n", " "))
            )

    def proven(criterion: CriterionRecord) -> CriterionRecord:
        return replace(criterion, catches=tuple(by_criterion[criterion.id]))

    def each(requirements: Sequence[RequirementRecord]) -> tuple[RequirementRecord, ...]:
        return tuple(replace(one, criteria=tuple(map(proven, one.criteria))) for one in requirements)

    return replace(assessment, requirements=each(assessment.requirements), context=each(assessment.context))
