"""What people decided: confirmations and refusals of criteria, by whom, in what role, on which exchanges."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpcs_harness.assessment.requirement import OURSELVES
from cpcs_harness.catalogue.explain import Schema
from cpcs_harness.errors import Problem, UsageProblem
from cpcs_harness.evidence.events.plan import Plan

MAX_RULINGS = 1024 * 1024
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["whose", "rulings"],
    "additionalProperties": False,
    "properties": {
        "whose": {"type": "string", "minLength": 1},
        "applies_to": {
            "type": "object",
            "required": ["reference"],
            "additionalProperties": False,
            "properties": {"reference": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
        },
        "rulings": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["criterion", "ruling", "by", "role", "at", "note"],
                "additionalProperties": False,
                "properties": {
                    "criterion": {"type": "string"},
                    "pathway": {"type": "string", "minLength": 1},
                    "ruling": {"enum": ["confirmed", "refused"]},
                    "by": {"type": "string", "minLength": 1},
                    "role": {"type": "string", "minLength": 1},
                    "at": {"type": "string", "minLength": 10},
                    "note": {"type": "string", "minLength": 1},
                    "exchanges": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


@dataclass(frozen=True)
class Ruling:
    """One decision on one criterion, in one pathway or (None) in all."""

    criterion: str
    pathway: str | None
    ruling: str
    """confirmed | refused"""
    by: str
    role: str
    at: str
    note: str
    whose: str
    """On whose behalf: an assurer, or "the project itself" for the reference."""
    exchanges: tuple[str, ...] = ()
    """The events that it rests on."""
    reference: str = ""
    """Digest of the build of the reference service that it is on, and on nothing else; empty for an assurer's."""

    def holds_for(self, plan: Plan) -> bool:
        """Say whether it is on the candidate of a run."""
        return not self.reference or self.reference == plan.reference


def load_rulings(path: Path, criteria: Collection[str], pathways: Collection[str]) -> tuple[Ruling, ...]:
    """Read a rulings file; every mistake is named at once, and a missing file means that nobody ruled yet."""
    if not path.exists():
        return ()
    if path.stat().st_size > MAX_RULINGS:
        raise UsageProblem(f"{path} is larger than {MAX_RULINGS} bytes, and is not read")
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as broken:
        raise UsageProblem(f"{path} is not JSON: {broken}") from broken
    problems = [
        Problem(str(path), 0, error.json_path, error.message) for error in Schema(_SCHEMA).errors(document)
    ]
    if not problems:
        if document["whose"] == OURSELVES and "applies_to" not in document:
            due = '"applies_to": {"reference": the digest of the build that was ruled on} is due'
            problems.append(
                Problem(str(path), 0, "whose", f"{OURSELVES} rules on its reference alone: {due}")
            )
        for ruling in document["rulings"]:
            if ruling["criterion"] not in criteria:
                problems.append(Problem(str(path), 0, ruling["criterion"], "no criterion has this id"))
            if ruling.get("pathway", next(iter(pathways))) not in pathways:
                told = f"{ruling['pathway']!r} is not one of {', '.join(pathways)}"
                problems.append(Problem(str(path), 0, ruling["criterion"], f"pathway: {told}"))
    if problems:
        raise UsageProblem(f"{path} has {len(problems)} mistake(s):", problems)
    reference = document.get("applies_to", {}).get("reference", "")
    return tuple(_ruling(entry, document["whose"], reference) for entry in document["rulings"])


def _ruling(entry: dict[str, Any], whose: str, reference: str) -> Ruling:
    fields = ("criterion", "ruling", "by", "role", "at", "note")
    return Ruling(
        pathway=entry.get("pathway"),
        whose=whose,
        reference=reference,
        exchanges=tuple(entry.get("exchanges", ())),
        **{name: entry[name] for name in fields},
    )
