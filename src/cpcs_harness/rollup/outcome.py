"""Whether the gate is met, in one sentence and one exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cpcs_harness.assessment.verdict import MET, Verdict
from cpcs_harness.catalogue.vocabulary import NO_GATE
from cpcs_harness.errors import Exit
from cpcs_harness.evidence.reader import Evidence

_WAITING = frozenset({Verdict.AWAITING, Verdict.DECLARED})


def outcome_of(
    plan: Mapping[str, Any],
    pathways: Sequence[Mapping[str, Any]],
    requirements: Sequence[Mapping[str, Any]],
    evidence: Evidence,
) -> dict[str, Any]:
    """Decide the gate."""
    due = _due(plan, pathways, requirements)
    open_ones = [one for one in due if one["verdict"] not in _enough(plan["pending"])]
    broken = _broken(requirements, evidence)
    met = bool(due) and not open_ones and not broken and evidence.finished
    status = Exit.HARNESS if broken else (Exit.MET if met or plan["gate"] == NO_GATE else Exit.NOT_MET)
    return {
        "gate": plan["gate"],
        "met": met,
        "sentence": _sentence(plan, due, open_ones, broken, evidence.finished),
        "exit_status": int(status),
    }


def _broken(requirements: Sequence[Mapping[str, Any]], evidence: Evidence) -> bool:
    """Say whether the harness broke anywhere: in a check, also of a should; in a journey; or in a mock."""
    criteria = [criterion for one in requirements for criterion in one["criteria"]]
    checks = [check for criterion in criteria for check in criterion["checks"]]
    return (
        any(one["verdict"] == Verdict.ERROR for one in (*requirements, *criteria, *checks))
        or any(event["data"]["blame"] == "harness" for event in evidence.of_kind("journey_ended"))
        or any("harness_error" in event["data"]["facts"] for event in evidence.of_kind("exchange"))
    )


def _due(
    plan: Mapping[str, Any], pathways: Sequence[Mapping[str, Any]], requirements: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Give the requirements that the gate asks for: a level that is not due yet is not asked for."""
    asked = {
        (pathway["id"], level)
        for pathway in pathways
        for level in _gated(plan["gate"], pathway["levels"])
        if pathway["levels"][level]["outcome"] != "not_yet_due"
    }
    due = [one for one in requirements if (one["pathway"], one["level"]) in asked]
    return [one for one in due if one["by"] is None or one["by"] <= plan["as_of"]]


def _gated(gate: str, levels: Iterable[str]) -> list[str]:
    """Name the levels that a gate asks for: its own, and those before it."""
    if gate == NO_GATE:
        return []
    ordered = list(levels)
    return ordered[: ordered.index(gate) + 1]


def _enough(pending: str) -> frozenset[Verdict]:
    return MET | _WAITING if pending == "ignore" else MET


def _sentence(
    plan: Mapping[str, Any],
    due: Sequence[Mapping[str, Any]],
    open_ones: Sequence[Mapping[str, Any]],
    broken: bool,
    finished: bool,
) -> str:
    counts = Counter(str(one["verdict"]) for one in due)
    met = counts["met"] + counts["met_on_model"]
    on_model = f", {counts['met_on_model']} of them on our model" if counts["met_on_model"] else ""
    gate = (
        "No gate was asked for."
        if plan["gate"] == NO_GATE
        else _gate(plan["gate"], bool(due) and not open_ones)
    )
    parts = [gate]
    if due:
        parts.append(
            f"Of {len(due)} requirements that are due, {met} are met{on_model}; {counts['not_met']} are not met, "
            f"{counts['query']} are in query on our model, {counts['awaiting'] + counts['declared']} wait for a "
            f"person's ruling, and {counts['not_shown']} are not yet shown."
        )
    elif plan["gate"] != NO_GATE:
        parts.append(f"Nothing that it asks for is due on {plan['as_of']}.")
    if plan["pending"] == "ignore":
        parts.append("What awaits a person was left out of the gate, as asked (--pending ignore).")
    if broken:
        parts.append("The harness broke in part of this run: no verdict may rest on that part.")
    if not finished:
        parts.append("The run was cut off before its end.")
    return " ".join(parts)


def _gate(gate: str, met: bool) -> str:
    return f"The gate ({gate}) is met." if met else f"The gate ({gate}) is not met."
