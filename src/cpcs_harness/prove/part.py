"""Of which patients alone a fault shows itself: the others of a journey are left out of its proof, which then is short.

Written by `cpcs prove --write`, which tries each part before it notes it; where a part shows the fault no more, whole
journeys are run. That who is right is caught by nothing in a part is looked at by tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cpcs_harness._content import ROOT
from cpcs_harness.evidence.attempts import planned
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.register import STRENGTH

FILE = ROOT / "reference" / "faulty" / "parts.json"
Part = tuple[tuple[str, tuple[str, ...]], ...]
"""Journeys, each with the labels of the further patients who are treated; nobody but its own where there is none."""
EVERYBODY: Part = ()
ENOUGH = 2
"""Further patients, of whom it saves nothing to leave one out."""


def parts(file: Path = FILE) -> dict[str, Part]:
    """Read in which part of its journeys each fault showed itself; nothing of a file that is not there."""
    if not file.is_file():
        return {}
    read = json.loads(file.read_text(encoding="utf-8"))
    return {
        fault: tuple((journey, tuple(labels)) for journey, labels in part.items())
        for fault, part in read.items()
    }


def write(found: Mapping[str, Part], file: Path = FILE) -> None:
    """Write the part of each fault, one in a line."""
    lines = [
        f" {json.dumps(fault)}: {json.dumps(dict(part))}" for fault, part in sorted(found.items()) if part
    ]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def part_of(evidence: Evidence, journeys: Sequence[str], found: Iterable[str]) -> Part:
    """Give the part of these journeys that the events of findings are about; nothing where it leaves out too few."""
    known = _patients(evidence, journeys)
    about: dict[str, set[str]] = {journey: set() for journey in known}
    for event in (evidence.event(id) for id in found if evidence.has(id)):
        journey = planned(event["journey"] or "")
        if journey in known:
            about[journey] |= _about(event, known[journey])
    return tuple(
        (journey, tuple(sorted(about[journey])))
        for journey, patients in sorted(known.items())
        if len(patients) > max(ENOUGH, 2 * len(about[journey]))
    )


def _patients(evidence: Evidence, journeys: Sequence[str]) -> dict[str, dict[str, str]]:
    """Give, of each journey, its further patients: what each was issued of their own, as text, by label."""
    known: dict[str, dict[str, str]] = {}
    for event in evidence.of_kind("issued_also"):
        journey, held = planned(event["journey"] or ""), event["data"]
        if journey in journeys:
            own = json.dumps([held[name] for name in ("person", "report", "gp_referral")])
            known.setdefault(journey, {})[held["label"]] = own
    return known


def _about(event: Mapping[str, Any], patients: Mapping[str, str]) -> set[str]:
    """Give the labels of the patients whom an event is about, by what tied it to its journey."""
    data = event["data"]
    mark = data.get("about") if event["kind"] == "observation" else _mark(data.get("rule") or "")
    return {label for label, held in patients.items() if mark and json.dumps(mark) in held}


def _mark(rule: str) -> str:
    """Give the text of the mark that a rule names after its kind, which has a word or two."""
    kinds = [kind for kind in STRENGTH if rule.startswith(f"{kind} ")]
    return rule[len(max(kinds, key=len)) + 1 :] if kinds else ""
