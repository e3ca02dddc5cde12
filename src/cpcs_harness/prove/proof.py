"""What became of known-bad candidates: which criterion caught which fault, and which criterion caught none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import Finding
from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.prove.part import EVERYBODY, Part

CAUGHT = (Verdict.FAIL, Verdict.QUERY, Verdict.WARNING)
"""Verdicts that a fault is caught by: in query, where the rule is our own model; a warning, where it is a should."""


@dataclass(frozen=True)
class Proof:
    """What became of one known-bad candidate."""

    fault: str
    due: tuple[str, ...]
    caught_by: tuple[str, ...]
    error: str = ""
    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()
    """What its checks found."""
    was_late: bool = False
    """Whether the harness kept the candidate waiting, so that what follows from that was held against nobody."""
    shown_in: tuple[str, ...] = ()
    """Journeys that were enough to show the fault, as far as is known; none where it did not show."""
    part: Part = EVERYBODY
    """The patients of these journeys who were enough, where that was tried."""

    @property
    def holds(self) -> bool:
        """Say whether every criterion that is to catch the fault did."""
        return not self.error and set(self.due) <= set(self.caught_by)

    def and_then(self, more: Proof) -> Proof:
        """Give what came of it with what further journeys showed as well."""
        return replace(
            self,
            caught_by=tuple(sorted({*self.caught_by, *more.caught_by})),
            findings=(*self.findings, *more.findings),
            was_late=self.was_late or more.was_late,
        )

    @property
    def is_to_be_made_again(self) -> bool:
        """Say whether it may fail to hold for the harness's lateness alone."""
        return self.was_late and not self.holds and not self.error


def caught_in(assessment: Assessment) -> tuple[str, ...]:
    """Name the criteria by which an assessment caught something."""
    automated = [criterion for _, criterion in assessment.criteria() if criterion.judged_by == "automated"]
    return tuple(sorted({criterion.id for criterion in automated if criterion.verdict in CAUGHT}))


def findings_in(assessment: Assessment) -> tuple[Finding, ...]:
    """Give what the checks of an assessment found, each once."""
    return tuple(dict.fromkeys(check.finding for _, _, check in assessment.checks() if check.finding))


def uncaught(proofs: Sequence[Proof]) -> list[str]:
    """Name the automated criteria that caught none of these, and are to catch none that was left out."""
    run = {proof.fault for proof in proofs}
    left_out = [bad for bad in known_bads() if bad.needs_broker and bad.name not in run]
    caught = {criterion for proof in proofs for criterion in proof.caught_by}
    caught |= {criterion for bad in left_out for criterion in bad.catches}
    criteria = load_catalogue().criteria.values()
    automated = [criterion.id for criterion in criteria if criterion.judged_by == "automated"]
    return [criterion for criterion in automated if criterion not in caught]
