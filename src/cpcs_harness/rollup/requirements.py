"""The verdict of one requirement, from those of its criteria, and of a level, from its requirements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from cpcs_harness.assessment.level import LevelRecord
from cpcs_harness.assessment.requirement import OURSELVES, RequirementRecord
from cpcs_harness.assessment.verdict import MET, OF_REQUIREMENTS, LevelOutcome, Verdict
from cpcs_harness.catalogue import Criterion, Requirement
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.rollup.criteria import Decision

_OF_CRITERION = {
    Verdict.FAIL: Verdict.NOT_MET,
    Verdict.PASS: Verdict.MET,
    Verdict.CONFIRMED: Verdict.MET,
}
"""What a criterion's verdict counts as, where it does not count as itself."""


def requirement_verdict(
    requirement: Requirement, options: Sequence[str], judged: Sequence[tuple[Criterion, Decision]]
) -> Decision:
    """Decide one requirement: the worst of its applicable musts, and never met without one."""
    if requirement.untested:
        return Decision(Verdict.NOT_SHOWN, f"untested: {requirement.untested}", "harness")
    if requirement.options and not options:
        due = " | ".join(requirement.options)
        return Decision(Verdict.NOT_SHOWN, f"none of its options is declared ({due})", "configuration")
    musts = [
        (criterion, decided)
        for criterion, decided in judged
        if criterion.strength == "must" and decided.verdict != Verdict.NOT_APPLICABLE
    ]
    uncovered = _uncovered(requirement, options, [criterion for criterion, _ in musts])
    ranked = sorted(musts, key=lambda pair: _counted(*pair).rank)
    verdict = _counted(*ranked[0]) if ranked else Verdict.NOT_SHOWN
    if uncovered and verdict.rank > Verdict.NOT_SHOWN.rank:
        return Decision(Verdict.NOT_SHOWN, f"no criterion judges {', '.join(uncovered)} yet", "harness")
    if not ranked:
        return Decision(Verdict.NOT_SHOWN, _none_applies(judged), "configuration")
    criterion, decided = ranked[0]
    reason = f"{criterion.id}: {decided.reason}" if verdict != Verdict.MET else _met(musts)
    absent = all(made.absent for pair, made in musts if _counted(pair, made) == verdict)
    return Decision(verdict, reason, decided.blame, absent=absent)


def _met(musts: Sequence[tuple[Criterion, Decision]]) -> str:
    ours = sum(decided.by_us for _, decided in musts)
    said = f", {ours} of them confirmed by {OURSELVES}" if ours else ""
    return f"{len(musts)} musts judged and met{said}"


def _none_applies(judged: Sequence[tuple[Criterion, Decision]]) -> str:
    """Say that none of its musts applies; and why, where all of its criteria say the same."""
    reasons = {decided.reason for _, decided in judged}
    return f"none of its musts applies{f': {reasons.pop()}' if len(reasons) == 1 else ''}"


def _counted(criterion: Criterion, decided: Decision) -> Verdict:
    """Say what a must counts as for its requirement."""
    settled = decided.verdict == Verdict.CONFIRMED and not decided.by_us
    held = decided.verdict in (Verdict.PASS, Verdict.CONFIRMED)
    if held and not settled and criterion.certainty == Certainty.MODELLED:
        return Verdict.MET_ON_MODEL  # that a rule of our own making is right, we cannot confirm ourselves
    return _OF_CRITERION.get(decided.verdict, decided.verdict)


def _uncovered(requirement: Requirement, options: Sequence[str], musts: Sequence[Criterion]) -> list[str]:
    """Name the declared options, and the parts, that no must looks at: they cannot be called met."""
    named = {criterion.option for criterion in musts} | {criterion.part for criterion in musts}
    return [name for name in (*options, *requirement.parts) if name not in named]


def with_substitutes(
    requirements: Sequence[Requirement], decided: Mapping[str, Decision]
) -> dict[str, Decision]:
    """Let a higher cell that is met stand in for the one that it replaces (`also_met_by`).

    A declared option counts until it is withdrawn: where a cell has options, what was found of them stays. What is
    there and wrong is not made good by another way either; what is not there at all, such as a link, need not be.
    """
    result = dict(decided)
    for requirement in requirements:
        higher = next(
            (name for name in requirement.also_met_by if decided.get(name, _NOTHING).verdict in MET), None
        )
        if higher is not None and _is_replaceable(requirement, decided[requirement.id]):
            result[requirement.id] = Decision(decided[higher].verdict, f"met by {higher}, which replaces it")
    return result


def _is_replaceable(requirement: Requirement, own: Decision) -> bool:
    if own.verdict in (Verdict.NOT_SHOWN, *MET):
        return own.verdict == Verdict.NOT_SHOWN
    wrong = own.verdict in (Verdict.NOT_MET, Verdict.QUERY, Verdict.ERROR) and not own.absent
    return not requirement.options and not wrong


_NOTHING = Decision(Verdict.NOT_SHOWN, "not judged")


def level_record(
    heading: str, due: str | None, as_of: str, requirements: Sequence[RequirementRecord]
) -> LevelRecord:
    """Count a pathway's requirements of one level, and say in words what that comes to."""
    counts = Counter(requirement.verdict for requirement in requirements)
    outcome = _outcome(due, as_of, counts, len(requirements))
    return LevelRecord(
        heading=heading,
        due=due,
        applicable=len(requirements),
        outcome=outcome,
        sentence=_sentence(outcome, counts, len(requirements)),
        **{str(verdict): counts[verdict] for verdict in OF_REQUIREMENTS},
    )


def _outcome(due: str | None, as_of: str, counts: Counter[Verdict], applicable: int) -> LevelOutcome:
    if due is not None and date.fromisoformat(as_of) < date.fromisoformat(due):
        return LevelOutcome.NOT_YET_DUE
    if counts[Verdict.NOT_MET]:
        return LevelOutcome.DOES_NOT_MEET
    met = sum(counts[verdict] for verdict in MET)
    return LevelOutcome.MEETS if met == applicable else LevelOutcome.INCOMPLETE


def _sentence(outcome: LevelOutcome, counts: Counter[Verdict], applicable: int) -> str:
    met = sum(counts[verdict] for verdict in MET)
    on_model = (
        f" ({counts[Verdict.MET_ON_MODEL]} of them on our model)" if counts[Verdict.MET_ON_MODEL] else ""
    )
    rest = [
        f"{counts[verdict]} {words}"
        for verdict, words in (
            (Verdict.NOT_MET, "not met"),
            (Verdict.ERROR, "not judged, by a fault of the harness"),
            (Verdict.QUERY, "in query, on our model"),
            (Verdict.NOT_SHOWN, "not yet shown"),
            (Verdict.AWAITING, "awaiting a person"),
            (Verdict.DECLARED, "declared only"),
        )
        if counts[verdict]
    ]
    lead = {
        LevelOutcome.MEETS: "Meets",
        LevelOutcome.DOES_NOT_MEET: "Does not meet",
        LevelOutcome.INCOMPLETE: "Incomplete",
        LevelOutcome.NOT_YET_DUE: "Not yet due",
    }
    return f"{lead[outcome]}: {met} of {applicable} requirements met{on_model}{''.join(', ' + part for part in rest)}."
