"""What an environment remembers of its runs: a candidate keeps its data from run to run, and may try it again.

A claim that was refused yesterday, or a row of an old worklist, is then known for an earlier run's, and is not held
against this one.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.evidence.reader import Evidence

EARLIER = "earlier-runs.json"
FORMAT = "cpcs-earlier-runs/1"
MOST_RUNS = 20
MOST_MARKS = 20_000
MAX_FILE = 4 * 1024 * 1024
_REPORT = ("case_reference", "case_id", "document_id", "message_id")
_REFERRAL = ("reference", "document_id", "message_id")
_GIVEN_BY = {"mys": ("submissionId", "id"), "mesh": ("message_id", "messageID")}
"""Names of the ids that a service's answers give what was sent to it."""


def earlier_runs(path: Path | None) -> events.EarlierRuns | None:
    """Give what is remembered beside a declaration; None of the reference, which begins each run with nothing.

    Raises UsageProblem for a file that was damaged.
    """
    if path is None:
        return None
    runs = _read(path.parent / EARLIER)
    return events.EarlierRuns(len(runs), tuple(dict.fromkeys(mark for run in runs for mark in run["marks"])))


def remember(path: Path, folder: Path) -> None:
    """Add what a run made up, and what it was given ids for, to what is remembered; the oldest goes first."""
    evidence = None
    with contextlib.suppress(UsageProblem):  # a run that ended before its plan was written has made nobody up
        evidence = Evidence.load(folder)
    if evidence is None:
        return
    file = path.parent / EARLIER
    runs = [*_read(file), {"ended": evidence.events[-1]["at"], "marks": sorted(set(_marks(evidence)))}]
    held, kept = 0, list[Mapping[str, Any]]()
    for run in reversed(runs[-MOST_RUNS:]):
        held += len(run["marks"])
        if held > MOST_MARKS and kept:
            break
        kept.insert(0, {**run, "marks": run["marks"][:MOST_MARKS]})
    _write(file, kept)


def _marks(evidence: Evidence) -> Iterator[str]:
    issued = (*evidence.of(events.Issued), *evidence.of(events.IssuedAlso))
    for event in issued:
        held = event.data.held
        yield held["person"]["nhs_number"]
        yield from (held["report"][key] for key in _REPORT if held["report"][key])
        yield from (held["gp_referral"][key] for key in _REFERRAL if held["gp_referral"][key])
    for exchange in evidence.of(events.Exchange):
        names = _GIVEN_BY.get(exchange.data.service, ())
        if names and exchange.data.direction == "from-candidate":
            yield from _ids(evidence.body(exchange.data.response.body), names)


def _ids(body: bytes, names: tuple[str, ...]) -> Iterator[str]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return
    if isinstance(answer, dict):
        yield from (str(answer[name]) for name in names if answer.get(name))


def _read(file: Path) -> list[Mapping[str, Any]]:
    if not file.exists():
        return []
    try:
        if file.stat().st_size > MAX_FILE:
            raise ValueError(f"it is larger than {MAX_FILE} bytes")
        held = json.loads(file.read_text(encoding="utf-8"))
        if held["format"] != FORMAT:
            raise ValueError(f"its format is not {FORMAT}")
        return [
            {"ended": str(run["ended"]), "marks": [str(mark) for mark in run["marks"]]}
            for run in held["runs"]
        ]
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as broken:
        raise UsageProblem(
            f"{file} cannot be read ({type(broken).__name__}: {broken}). Restore it, or remove it: what the candidate "
            "still holds of earlier runs is then held against the next one, unless its data is emptied."
        ) from broken


def _write(file: Path, runs: list[Mapping[str, Any]]) -> None:
    text = json.dumps({"format": FORMAT, "runs": runs}, indent=1)
    written = file.with_suffix(".new")
    written.write_text(text + "\n", encoding="utf-8")
    written.replace(file)
