"""Whether the gate is met, in one sentence and one exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from cpcs_harness.assessment.cause import CauseRecord
from cpcs_harness.assessment.level import PathwayRecord
from cpcs_harness.assessment.requirement import RequirementRecord
from cpcs_harness.assessment.run import OutcomeRecord
from cpcs_harness.assessment.verdict import MET, LevelOutcome, Verdict
from cpcs_harness.catalogue.vocabulary import NO_GATE
from cpcs_harness.errors import Exit
from cpcs_harness.evidence.events import Exchange, JourneyEnded, Plan
from cpcs_harness.evidence.reader import Evidence

CONTRADICTED = (
    "The evidence contradicts itself, as if altered: no verdict may rest on it, and no gate is met."
)
_WAITING = frozenset({Verdict.AWAITING, Verdict.DECLARED})


def outcome_of(
    plan: Plan,
    pathways: Sequence[PathwayRecord],
    requirements: Sequence[RequirementRecord],
    evidence: Evidence,
    causes: Sequence[CauseRecord] = (),
    contradictions: Sequence[str] = (),
) -> OutcomeRecord:
    """Decide the gate; where the evidence contradicts itself, no gate is met."""
    due = _due(plan, pathways, requirements)
    unmet = [requirement for requirement in due if requirement.verdict not in _enough(plan.pending)]
    broken = _broken(requirements, evidence)
    met = bool(due) and not unmet and not broken and evidence.finished and not contradictions
    ours = {requirement.id for requirement in unmet}
    wrong = [cause for cause in causes if _keeps_from(cause, ours)]
    asks_nothing = plan.gate == NO_GATE and not contradictions
    status = _status(met or asks_nothing, bool(wrong or contradictions), broken)
    sentence = _sentence(plan, due, unmet, broken, evidence.finished, wrong)
    if contradictions:
        sentence = f"{CONTRADICTED} {sentence}"
    return OutcomeRecord(plan.gate, met, sentence, int(status))


def _keeps_from(cause: CauseRecord, unmet: Collection[str]) -> bool:
    """Say whether a wrong setting keeps any of these requirements from being shown."""
    hidden = {consequence.requirement for consequence in cause.consequences}
    return cause.blame == "configuration" and bool(hidden & set(unmet))


def _status(met: bool, misconfigured: bool, broken: bool) -> Exit:
    """Give the exit status; of two, the higher."""
    if broken:
        return Exit.HARNESS
    if met:
        return Exit.MET
    return Exit.USAGE if misconfigured else Exit.NOT_MET


def _broken(requirements: Sequence[RequirementRecord], evidence: Evidence) -> bool:
    """Say whether the harness broke anywhere: in a check, also of a should; in a journey; or in a mock."""
    criteria = [criterion for requirement in requirements for criterion in requirement.criteria]
    checks = [check for criterion in criteria for check in criterion.checks]
    return (
        Verdict.ERROR in (record.verdict for judged in (requirements, criteria, checks) for record in judged)
        or any(event.data.blame == "harness" for event in evidence.of(JourneyEnded))
        or any("harness_error" in event.data.facts for event in evidence.of(Exchange))
    )


def _due(
    plan: Plan, pathways: Sequence[PathwayRecord], requirements: Sequence[RequirementRecord]
) -> list[RequirementRecord]:
    """Give the requirements that the gate asks for: a level that is not due yet is not asked for."""
    asked = {
        (pathway.id, level)
        for pathway in pathways
        for level in _gated(plan.gate, pathway.levels)
        if pathway.levels[level].outcome != LevelOutcome.NOT_YET_DUE
    }
    due = [requirement for requirement in requirements if (requirement.pathway, requirement.level) in asked]
    return [requirement for requirement in due if requirement.by is None or requirement.by <= plan.as_of]


def _gated(gate: str, levels: Iterable[str]) -> list[str]:
    """Name the levels that a gate asks for: its own, and those before it."""
    if gate == NO_GATE:
        return []
    ordered = list(levels)
    return ordered[: ordered.index(gate) + 1]


def _enough(pending: str) -> frozenset[Verdict]:
    return MET | _WAITING if pending == "ignore" else MET


def _sentence(
    plan: Plan,
    due: Sequence[RequirementRecord],
    unmet: Sequence[RequirementRecord],
    broken: bool,
    finished: bool,
    wrong: Sequence[CauseRecord] = (),
) -> str:
    counts = Counter(requirement.verdict for requirement in due)
    met = counts[Verdict.MET] + counts[Verdict.MET_ON_MODEL]
    on_model = (
        f", {counts[Verdict.MET_ON_MODEL]} of them on our model" if counts[Verdict.MET_ON_MODEL] else ""
    )
    gate = "No gate was asked for." if plan.gate == NO_GATE else _gate(plan.gate, bool(due) and not unmet)
    parts = [gate]
    if wrong:
        parts.append(f"Settings are wrong, and come first: {', '.join(cause.key for cause in wrong)}.")
    if due:
        waiting = counts[Verdict.AWAITING] + counts[Verdict.DECLARED]
        parts.append(
            f"Of {len(due)} requirements that are due, {met} are met{on_model}; "
            f"{counts[Verdict.NOT_MET]} are not met, {counts[Verdict.QUERY]} are in query on our model, "
            f"{waiting} wait for a person's ruling, and {counts[Verdict.NOT_SHOWN]} are not yet shown."
        )
    elif plan.gate != NO_GATE:
        parts.append(f"Nothing that it asks for is due on {plan.as_of}.")
    if plan.pending == "ignore":
        parts.append("What awaits a person was left out of the gate, as asked (--pending ignore).")
    if broken:
        parts.append("The harness broke in part of this run: no verdict may rest on that part.")
    if not finished:
        parts.append("The run was cut off before its end.")
    return " ".join(parts)


def _gate(gate: str, met: bool) -> str:
    return f"The gate ({gate}) is met." if met else f"The gate ({gate}) is not met."
