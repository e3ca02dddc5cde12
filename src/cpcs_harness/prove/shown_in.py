"""In which journeys known-bad candidates showed themselves: these are run first, others where they show nothing.

Written by `cpcs prove --write`. It saves time alone: a fault that it does not name is looked for in every journey that
its criteria need, and so is one that shows there no more.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cpcs_harness._content import ROOT
from cpcs_harness.assessment import Assessment
from cpcs_harness.evidence.attempts import planned
from cpcs_harness.evidence.recorder import RUN
from cpcs_harness.judging.views import RunView
from cpcs_harness.prove.proof import CAUGHT, Proof

FILE = ROOT / "reference" / "faulty" / "shown_in.json"
Turn = tuple[str, ...]
"""Journeys that are run together."""
ShownIn = Mapping[str, Turn]
"""The journeys of each fault, by its name."""


def shown_in(file: Path = FILE) -> dict[str, Turn]:
    """Read where each fault showed itself; nothing of a file that is not there."""
    if not file.is_file():
        return {}
    return {fault: tuple(names) for fault, names in json.loads(file.read_text(encoding="utf-8")).items()}


def write(found: ShownIn, file: Path = FILE) -> None:
    """Write where each fault shows itself, one in a line."""
    lines = [f" {json.dumps(fault)}: {json.dumps(list(names))}" for fault, names in sorted(found.items())]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def fewest(assessment: Assessment, run: RunView, catches: Iterable[str]) -> tuple[str, ...]:
    """Give the shortest journey in which each of these criteria found something; none where one found nothing."""
    journeys = {call.id: planned(call.journey) for call in run.calls if call.journey}
    journeys |= {view.id: planned(view.journey) for view in run.seen if view.journey}
    journeys = {id: name for id, name in journeys.items() if name != RUN}
    length, found = Counter(journeys.values()), set[str]()
    for criterion in catches:
        events = {id for ids in found_by(assessment, criterion) for id in ids}
        named = {journeys[each] for each in events if each in journeys}
        if not named:
            return ()
        if not named & found:
            found.add(min(named, key=lambda name: (length[name], name)))
    return tuple(sorted(found))


def found_by(assessment: Assessment, criterion: str) -> list[tuple[str, ...]]:
    """Name what each finding of a criterion that caught something points at."""
    caught = [one for _, one in assessment.criteria() if one.id == criterion and one.verdict in CAUGHT]
    findings = [check.finding for one in caught for check in one.checks if check.finding]
    return [tuple(finding.exchanges) for finding in findings]


def enough(few: Turn, turns: Sequence[Turn]) -> Turn:
    """Give what is enough to show a fault, of the turns that were run until it showed: the few in which it was found.

    Where these were run by themselves before, and showed nothing, the last turn is; where criteria found something in
    turns of their own, all of them are.
    """
    if not few:
        return tuple(sorted({name for turn in turns for name in turn}))
    return turns[-1] if few in turns[:-1] else few


def noted(before: ShownIn, proofs: Iterable[Proof], first: ShownIn) -> dict[str, Turn]:
    """Give where faults show themselves once these proofs are made: each whose journeys would not be run first anyway.

    `first` are the journeys that would be, of each fault that there is.
    """
    found = {**before, **{proof.fault: proof.shown_in for proof in proofs if proof.holds}}
    return {fault: names for fault, names in found.items() if names and names != first.get(fault, names)}
