"""The verdict of one requirement, from those of its criteria, and of a level, from its requirements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cpcs_harness.catalogue import Criterion, Requirement
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.rollup.criteria import Verdict

WORST_FIRST = ("not_met", "error", "query", "not_shown", "awaiting", "declared", "met_on_model", "met")
_OF_CRITERION = {
    "fail": "not_met",
    "error": "error",
    "query": "query",
    "not_shown": "not_shown",
    "awaiting": "awaiting",
    "declared": "declared",
    "pass": "met",
    "confirmed": "met",
}


def requirement_verdict(
    requirement: Requirement, options: Sequence[str], judged: Sequence[tuple[Criterion, Verdict]]
) -> Verdict:
    """Decide one requirement: the worst of its applicable musts, and never met without one."""
    if requirement.untested:
        return Verdict("not_shown", f"untested: {requirement.untested}", "harness")
    if requirement.options and not options:
        due = " | ".join(requirement.options)
        return Verdict("not_shown", f"none of its options is declared ({due})", "configuration")
    musts = [
        (criterion, verdict)
        for criterion, verdict in judged
        if criterion.strength == "must" and verdict.verdict != "not_applicable"
    ]
    uncovered = _uncovered(requirement, options, [criterion for criterion, _ in musts])
    ranked = sorted(musts, key=lambda pair: WORST_FIRST.index(_rank(*pair)))
    worst = _rank(*ranked[0]) if ranked else "not_shown"
    if uncovered and WORST_FIRST.index(worst) > WORST_FIRST.index("not_shown"):
        return Verdict("not_shown", f"no criterion judges {', '.join(uncovered)} yet", "harness")
    if not ranked:
        return Verdict("not_shown", "none of its musts applies", "configuration")
    criterion, verdict = ranked[0]
    reason = f"{criterion.id}: {verdict.reason}" if worst != "met" else f"{len(musts)} musts judged and met"
    return Verdict(worst, reason, verdict.blame)


def _rank(criterion: Criterion, verdict: Verdict) -> str:
    met_on_model = verdict.verdict == "pass" and criterion.certainty == Certainty.MODELLED
    return "met_on_model" if met_on_model else _OF_CRITERION[verdict.verdict]


def _uncovered(requirement: Requirement, options: Sequence[str], musts: Sequence[Criterion]) -> list[str]:
    """Name the declared options, and the parts, that no must looks at: they cannot be called met."""
    named = {criterion.option for criterion in musts} | {criterion.part for criterion in musts}
    return [one for one in (*options, *requirement.parts) if one not in named]


def with_substitutes(
    requirements: Sequence[Requirement], decided: Mapping[str, Verdict]
) -> dict[str, Verdict]:
    """Let a higher cell that is met stand in for the one that it replaces (`also_met_by`).

    A declared option counts until it is withdrawn: where a cell has options, what was found of them stays.
    """
    met = {"met", "met_on_model"}
    result = dict(decided)
    for one in requirements:
        higher = next((name for name in one.also_met_by if decided.get(name, _NOTHING).verdict in met), None)
        replaceable = decided[one.id].verdict == "not_shown" if one.options else True
        if higher is not None and replaceable and decided[one.id].verdict not in met:
            result[one.id] = Verdict(decided[higher].verdict, f"met by {higher}, which replaces it")
    return result


_NOTHING = Verdict("not_shown", "not judged")


def level_record(
    heading: str, due: str | None, as_of: str, requirements: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Count a pathway's requirements of one level, and say in words what that comes to."""
    counts = Counter(str(requirement["verdict"]) for requirement in requirements)
    outcome = _outcome(due, as_of, counts, len(requirements))
    record: dict[str, Any] = {"heading": heading, "due": due, "applicable": len(requirements)}
    record |= {verdict: counts.get(verdict, 0) for verdict in reversed(WORST_FIRST)}
    return record | {"outcome": outcome, "sentence": _sentence(outcome, counts, len(requirements))}


def _outcome(due: str | None, as_of: str, counts: Counter[str], applicable: int) -> str:
    if due is not None and date.fromisoformat(as_of) < date.fromisoformat(due):
        return "not_yet_due"
    if counts["not_met"]:
        return "does_not_meet"
    return "meets" if counts["met"] + counts["met_on_model"] == applicable else "incomplete"


def _sentence(outcome: str, counts: Counter[str], applicable: int) -> str:
    met = counts["met"] + counts["met_on_model"]
    on_model = f" ({counts['met_on_model']} of them on our model)" if counts["met_on_model"] else ""
    rest = [
        f"{counts[verdict]} {words}"
        for verdict, words in (
            ("not_met", "not met"),
            ("error", "not judged, by a fault of the harness"),
            ("query", "in query, on our model"),
            ("not_shown", "not yet shown"),
            ("awaiting", "awaiting a person"),
            ("declared", "declared only"),
        )
        if counts[verdict]
    ]
    lead = {
        "meets": "Meets",
        "does_not_meet": "Does not meet",
        "incomplete": "Incomplete",
        "not_yet_due": "Not yet due",
    }
    return f"{lead[outcome]}: {met} of {applicable} requirements met{on_model}{''.join(', ' + one for one in rest)}."
