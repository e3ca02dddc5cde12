"""hazard-log.csv: each hazard with the criteria that look at its controls, and what they came to, for a hazard log.

The columns are this project's own, and no standard's: hence the prefix. A row is one criterion of one requirement.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.requirement import CriterionRecord, RequirementRecord
from cpcs_harness.assessment.run import HazardRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.reporters.exchanges import Evidence
from cpcs_harness.reporters.text import one_line
from cpcs_harness.reporters.words import CRITERION, JUDGED_BY

COLUMNS = (
    "cpcs_hazard",
    "cpcs_title",
    "cpcs_harm",
    "cpcs_causes",
    "cpcs_state",
    "cpcs_criterion",
    "cpcs_control",
    "cpcs_risk",
    "cpcs_requirement",
    "cpcs_pathway",
    "cpcs_strength",
    "cpcs_certainty",
    "cpcs_judged",
    "cpcs_verdict",
    "cpcs_reason",
    "cpcs_blame",
    "cpcs_product",
    "cpcs_version",
    "cpcs_as_of",
    "cpcs_run",
)
FAILED, OPEN, SHOWN, NO_CONTROL = (
    "a control failed",
    "not every control is shown",
    "every control is shown",
    "no control applies",
)
"""What a hazard's controls came to together: those that must hold, in every pathway."""
_HOLDS = (Verdict.PASS, Verdict.CONFIRMED)
_REASON = 400
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Judged = tuple[RequirementRecord, CriterionRecord]


def render(assessment: Assessment, _evidence: Evidence) -> str:
    """Write a header, and a row for each criterion of each hazard in each requirement that asks for it."""
    page = io.StringIO()
    rows = csv.writer(page, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    judged = _by_criterion(assessment)
    for hazard in assessment.hazards or ():
        for row in _rows(assessment, hazard, judged):
            rows.writerow([harmless(value) for value in row])
    return page.getvalue()


def harmless(value: str) -> str:
    """Put a text on one line, and an apostrophe before what a spreadsheet would take for a formula."""
    line = one_line(value)
    return f"'{line}" if line.startswith(_FORMULA) else line


def state_of(controls: Sequence[CriterionRecord]) -> str:
    """Say what the controls of a hazard came to together."""
    musts = [
        control.verdict
        for control in controls
        if control.strength == "must" and control.verdict != Verdict.NOT_APPLICABLE
    ]
    if Verdict.FAIL in musts:
        return FAILED
    if not musts:
        return NO_CONTROL
    return SHOWN if all(verdict in _HOLDS for verdict in musts) else OPEN


def _by_criterion(assessment: Assessment) -> Mapping[str, list[Judged]]:
    found: dict[str, list[Judged]] = defaultdict(list)
    for requirement, criterion in assessment.criteria():
        found[criterion.id].append((requirement, criterion))
    return found


def _rows(
    assessment: Assessment, hazard: HazardRecord, judged: Mapping[str, list[Judged]]
) -> Iterator[tuple[str, ...]]:
    found = [pair for id in hazard.criteria for pair in judged.get(id, ())]
    causes = "; ".join(hazard.causes)
    about = (hazard.id, hazard.title, hazard.harm, causes, state_of([control for _, control in found]))
    run = (
        assessment.candidate.name,
        assessment.candidate.version,
        assessment.plan.as_of,
        assessment.run or "",
    )
    for requirement, control in found:
        yield (*about, *_control(requirement, control), *run)
    if not found:  # nothing of this run bears on it, which a reader has to see
        yield (*about, *[""] * (len(COLUMNS) - len(about) - len(run)), *run)


def _control(requirement: RequirementRecord, control: CriterionRecord) -> tuple[str, ...]:
    return (
        control.id,
        control.text,
        control.risk,
        requirement.id,
        requirement.pathway,
        control.strength,
        control.certainty,
        JUDGED_BY[control.judged_by],
        CRITERION[control.verdict].said,
        one_line(control.reason, _REASON),
        control.blame or "",
    )
