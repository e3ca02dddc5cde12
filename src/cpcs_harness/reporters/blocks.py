"""What is wrong, a block for each criterion: what was found, wherever it was, the risk, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.requirement import CheckRecord, CriterionRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import Finding

TOLD = (Verdict.FAIL, Verdict.ERROR, Verdict.QUERY, Verdict.WARNING)
"""Verdicts of a criterion that have a block, in their order."""


@dataclass(frozen=True)
class Block:
    """All that was found by one criterion with one verdict."""

    criterion: CriterionRecord
    """As it is in the first of its requirements."""
    requirements: tuple[str, ...]
    findings: tuple[tuple[Finding, tuple[str, ...]], ...]
    """Each thing that was found, once, with the places where it was."""
    broken: tuple[str, ...]
    """What checks said that broke, or that gave no finding."""

    @property
    def todos(self) -> tuple[str, ...]:
        """What to do, each thing once."""
        return tuple(dict.fromkeys(found.todo for found, _ in self.findings if found.todo))


def blocks(assessment: Assessment) -> list[Block]:
    """Give a block for each criterion that failed, broke, is in question or warns: failures first, and of these what
    concerns a hazard that is told first."""
    told: dict[tuple[Verdict, str], list[tuple[str, CriterionRecord]]] = {}
    for requirement, criterion in assessment.criteria():
        if criterion.verdict in TOLD:
            told.setdefault((criterion.verdict, criterion.id), []).append((requirement.id, criterion))
    urgent = {id for hazard in assessment.hazards or () if hazard.told_first for id in hazard.criteria}
    ordered = sorted(told.items(), key=lambda item: (TOLD.index(item[0][0]), item[0][1] not in urgent))
    return [_block(held) for _, held in ordered]


def _block(held: list[tuple[str, CriterionRecord]]) -> Block:
    checks = list(_checks(held))
    return Block(
        criterion=held[0][1],
        requirements=tuple(dict.fromkeys(requirement for requirement, _ in held)),
        findings=tuple(_once([check.finding for check in checks if check.finding])),
        broken=tuple(dict.fromkeys(check.message for check in checks if not check.finding)),
    )


def _checks(held: list[tuple[str, CriterionRecord]]) -> Iterator[CheckRecord]:
    for _, criterion in held:
        for check in criterion.checks:
            if check.verdict in (Verdict.FAIL, Verdict.ERROR):
                yield check


def _once(findings: list[Finding]) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Give each finding once, with all of its places."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for found in findings:
        alike.setdefault((found.expected, found.received, found.todo, found.under), []).append(found)
    for same in alike.values():
        yield same[0], tuple(dict.fromkeys(found.at for found in same if found.at))
