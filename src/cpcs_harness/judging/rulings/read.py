"""Reads a file of rulings whole, or refuses it in words; nothing here decides a verdict."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cpcs_harness.assessment.requirement import OURSELVES
from cpcs_harness.catalogue.explain import Schema
from cpcs_harness.errors import Problem, UsageProblem
from cpcs_harness.judging.rulings.ruled_run import RuledRun
from cpcs_harness.judging.rulings.ruling import Party, Ruling

MAX_RULINGS = 1024 * 1024
_TEXT = {"type": "string", "minLength": 1, "maxLength": 10_000}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["party", "whose", "applies_to", "rulings"],
    "additionalProperties": False,
    "properties": {
        "party": {"enum": [str(party) for party in Party]},
        "whose": _TEXT,
        "applies_to": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"reference": _DIGEST, "candidate": _TEXT, "build": _TEXT, "run": _DIGEST},
        },
        "rulings": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["criterion", "ruling", "by", "role", "at", "note"],
                "additionalProperties": False,
                "properties": {
                    "criterion": {"type": "string"},
                    "pathway": _TEXT,
                    "ruling": {"enum": ["confirmed", "refused"]},
                    "by": _TEXT,
                    "role": _TEXT,
                    "at": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?Z)?$"},
                    "note": _TEXT,
                    "exchanges": {"type": "array", "items": {"type": "string", "maxLength": 40}},
                },
            },
        },
    },
}
_ON = {Party.PROJECT: ({"reference"},), **dict.fromkeys((Party.ASSURER, Party.SUPPLIER), (
    {"candidate", "build", "run"}, {"candidate", "build"}, {"candidate", "run"},
))}  # fmt: skip
"""What `applies_to` names, by whose rulings they are."""


def load_rulings(
    path: Path,
    criteria: Collection[str],
    pathways: Collection[str],
    now: datetime,
    run: RuledRun | None = None,
    *,
    given: bool = False,
) -> tuple[Ruling, ...]:
    """Read a rulings file; a missing one means that nobody ruled yet. `given` by whoever judges, it may confirm.

    Raises UsageProblem, with every mistake at once: also for a moment that is to come, and, where the file is on `run`,
    for exchanges that are not in it and for what was decided before it ended.
    """
    if not path.exists():
        return ()
    document = _document(path)
    problems = [
        Problem(str(path), 0, error.json_path, error.message) for error in Schema(_SCHEMA).errors(document)
    ]
    problems = problems or [Problem(str(path), 0, *wrong) for wrong in _misapplied(document)]
    if not problems:
        wrong = _wrong_entries(document, criteria, pathways)
        problems = [Problem(str(path), 0, *one) for one in wrong]
    rulings = () if problems else tuple(_ruling(entry, document, given) for entry in document["rulings"])
    problems += [Problem(str(path), 0, *wrong) for ruling in rulings for wrong in _untrue(ruling, now, run)]
    if problems:
        raise UsageProblem(f"{path} has {len(problems)} mistake(s):", problems)
    return rulings


def _document(path: Path) -> Any:
    if not path.is_file():
        raise UsageProblem(f"{path} is no file of rulings")
    if path.stat().st_size > MAX_RULINGS:
        raise UsageProblem(f"{path} is larger than {MAX_RULINGS} bytes, and is not read")
    try:
        document = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as broken:
        raise UsageProblem(f"{path} is not JSON: {broken}") from broken
    if isinstance(document, dict) and document.get("whose") == OURSELVES:
        document.setdefault("party", str(Party.PROJECT))  # files of earlier runs did not say it
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give an object of JSON; of a key that is there twice a person reads one, and json takes the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{twice!r} is in it twice, in one object")
    return found


def _misapplied(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    party, named = Party(document["party"]), set(document["applies_to"])
    if named not in _ON[party]:
        due = " or ".join(", ".join(sorted(keys)) for keys in _ON[party])
        yield "applies_to", f"names {', '.join(sorted(named)) or 'nothing'}; of party {party} is due {due}"
    if (document["whose"] == OURSELVES) != (party == Party.PROJECT):
        yield "whose", f"{OURSELVES!r} goes with party {Party.PROJECT}, and with no other"
    if "run" not in named and any("exchanges" in entry for entry in document["rulings"]):
        yield "exchanges", "are those of one run: name its head as applies_to.run"


def _wrong_entries(
    document: Mapping[str, Any], criteria: Collection[str], pathways: Collection[str]
) -> Iterator[tuple[str, str]]:
    for entry in document["rulings"]:
        if entry["criterion"] not in criteria:
            yield entry["criterion"], "no criterion has this id"
        if entry.get("pathway", next(iter(pathways))) not in pathways:
            yield entry["criterion"], f"pathway: {entry['pathway']!r} is not one of {', '.join(pathways)}"
        try:
            datetime.fromisoformat(entry["at"])
        except ValueError as wrong:
            yield entry["criterion"], f"at: {entry['at']!r} is no day and no moment: {wrong}"


def _untrue(ruling: Ruling, now: datetime, run: RuledRun | None) -> Iterator[tuple[str, str]]:
    """Name what cannot be true of a ruling: of its moment, and of the run that it says it is on."""
    if ruling.earliest > now:
        yield ruling.criterion, f"at: {ruling.at} is yet to come"
    if run is None or not ruling.run or ruling.run != run.head:
        return
    if ruling.latest < run.ended:
        yield (
            ruling.criterion,
            f"at: {ruling.at} is before the run ended that it is on ({run.ended.isoformat()})",
        )
    if (ruling.candidate, (ruling.build,)) != (run.candidate, run.builds):
        said = f"{ruling.candidate}, build {ruling.build or 'none'}"
        yield (
            ruling.criterion,
            f"applies_to: the run is of {run.candidate}, build {run.told}, and not of {said}",
        )
    strange = [name for name in ruling.exchanges if not run.has(name)]
    if strange:
        yield ruling.criterion, f"exchanges: the run has no {', '.join(strange)}"


def _ruling(entry: Mapping[str, Any], document: Mapping[str, Any], given: bool) -> Ruling:
    fields = ("criterion", "ruling", "by", "role", "at", "note")
    return Ruling(
        pathway=entry.get("pathway"),
        whose=document["whose"],
        party=Party(document["party"]),
        exchanges=tuple(entry.get("exchanges", ())),
        given=given,
        **document["applies_to"],
        **{name: entry[name] for name in fields},
    )
