"""What comes first in each report: the hazards that a failure lets through, the worst of them before the others."""

from __future__ import annotations

from dataclasses import dataclass

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.requirement import CriterionRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.reporters.text import one_line

MOST = 5
"""Hazards that the first lines name; the hazard log has them all."""
_FOUND = 200
"""Characters of what was found that the first lines quote."""


@dataclass(frozen=True)
class Worst:
    """A hazard that something failing lets through."""

    hazard: str
    title: str
    criteria: tuple[str, ...]
    """What fails, by id."""
    found: str
    """What the first of them found."""


def worst(assessment: Assessment) -> list[Worst]:
    """Give the hazards that the candidate's failures let through: those told first, then those of most failures."""
    failing = {
        criterion.id: criterion
        for _, criterion in assessment.criteria()
        if criterion.verdict == Verdict.FAIL and criterion.blame in (None, "candidate")
    }
    met = [
        (hazard, tuple(id for id in hazard.criteria if id in failing)) for hazard in assessment.hazards or ()
    ]
    met.sort(key=lambda pair: (not pair[0].told_first, -len(pair[1])))
    return [
        Worst(hazard.id, hazard.title, failed, one_line(_found(failing[failed[0]]), _FOUND))
        for hazard, failed in met
        if failed
    ][:MOST]


def _found(criterion: CriterionRecord) -> str:
    findings = [check.finding for check in criterion.checks if check.verdict == Verdict.FAIL]
    said = next((finding for finding in findings if finding), None)
    return f"expected {said.expected}; received {said.received}" if said else criterion.reason
