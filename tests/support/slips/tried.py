"""Runs the reference with a slip through the journeys that carry it out, and says which criteria noticed."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from cpcs_harness._content import ROOT
from cpcs_harness.assess import judge_criteria
from cpcs_harness.assessment.requirement import CriterionRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.evidence.lateness import Lateness
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.judgement import Judgement
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run.memory import folder_in_memory
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from cpcs_harness.run.reference_process import Start
from cpcs_harness.run.throwaway import throwaway
from slips.carried import Carried, carry_out
from slips.overlay import Slipped, overlay
from slips.slip import Slip

OF_THE_SYSTEM = ("candidate", "configuration")
"""Whose doing it is that a criterion is not shown: a service that no call reached is laid to a setting."""
FIRST, NEXT = 2, 18
"""Journeys that are run at first, and after that; then all are."""


@dataclass(frozen=True)
class Tried:
    """What became of a slip."""

    slip: Slip | None
    journeys: int
    musts: Mapping[str, str] = field(default_factory=dict)
    """By criterion that is a must and was failed, or is in query for a rule of our own model, what was found."""
    unshown: Mapping[str, str] = field(default_factory=dict)
    """By criterion that is a must, why it was not shown, where that was the system's doing."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Those that warn, likewise."""
    late: bool = False
    error: str = ""

    @property
    def caught(self) -> bool:
        """Say whether a must noticed."""
        return bool(self.musts)

    @property
    def let_through(self) -> bool:
        """Say whether the gate would be met: no must failed, and none was kept from being shown by the system."""
        return not self.musts and not self.unshown


def traced(journey: str, broker: str) -> tuple[str, Mapping[str, Sequence[int]]]:
    """Run one journey with the reference, and give the lines of it that were carried out."""
    with throwaway("traced", folder_in_memory()) as folder, tempfile.TemporaryDirectory() as beside:
        os.environ["TRACED"] = str(Path(beside) / "lines.json")
        _record(folder, [journey], partial(Slipped, ROOT, "slips.traced"), broker)
        lines = json.loads(Path(os.environ["TRACED"]).read_text())
    return journey, {Path(name).relative_to(ROOT).as_posix(): seen for name, seen in lines.items()}


def tried(slip: Slip, carried: Carried, broker: str) -> Tried:
    """Try a slip: a few journeys first, then more, until a must notices or all were run; `broker` is for adaptors."""
    made, due = Tried(slip, 0), list[str]()
    try:
        for due in turns(slip, carried):
            made = _noticed_in_time(slip, due, broker)
            if made.caught:
                return made
        return _by_the_slip(made, due, broker) if made.unshown else made
    except Exception as broken:  # noqa: BLE001 - told with the slip that it came of
        return replace(made, error=f"{type(broken).__name__}: {str(broken)[:400]}")


def _by_the_slip(made: Tried, due: Sequence[str], broker: str) -> Tried:
    """Take for not shown what these journeys would show without the slip."""
    without = _noticed(None, due, broker).unshown
    return replace(made, unshown={name: why for name, why in made.unshown.items() if name not in without})


def turns(slip: Slip, carried: Carried) -> Iterator[list[str]]:
    """Give the journeys that carry a slip out, as they are run: each time those before too, and all in the end.

    A criterion that holds several journeys against each other is judged where all of them are in one run.
    """
    due = carry_out(slip.file, slip.line, (ROOT / slip.file).read_text(encoding="utf-8"), carried)
    random.Random(f"{slip.file}:{slip.line}").shuffle(due)
    sizes = (min(size, len(due)) for size in (FIRST, NEXT, len(due)))
    yield from (due[:size] for size in dict.fromkeys(sizes) if size)


def _noticed_in_time(slip: Slip | None, journeys: Sequence[str], broker: str) -> Tried:
    """Run journeys, and once more where nothing was noticed, which may be for the harness's lateness."""
    made = _noticed(slip, journeys, broker)
    return _noticed(slip, journeys, broker) if made.late and not made.caught else made


def _noticed(slip: Slip | None, journeys: Sequence[str], broker: str) -> Tried:
    with throwaway("slip", folder_in_memory()) as folder, tempfile.TemporaryDirectory() as beside:
        place = overlay(ROOT, slip, Path(beside) / "reference-with-a-slip") if slip else ROOT
        _record(folder, journeys, partial(Slipped, place, "reference"), broker)
        assessment = judge_criteria(folder, installed_suite(), ())
        judgement = Judgement.current
        late = judgement is not None and bool(Lateness.of(judgement.evidence).late)
    automated = [one for _, one in assessment.criteria() if one.judged_by == "automated"]
    musts = [one for one in automated if one.strength == "must"]
    caught = [one for one in musts if one.verdict in (Verdict.FAIL, Verdict.QUERY)]
    return Tried(
        slip,
        len(journeys),
        musts=_why(caught),
        unshown=_why(one for one in musts if one.verdict == Verdict.NOT_SHOWN and one.blame in OF_THE_SYSTEM),
        others=_why(one for one in automated if one.verdict == Verdict.WARNING),
        late=late,
    )


def _why(criteria: Iterable[CriterionRecord]) -> dict[str, str]:
    return {one.id: one.reason[:300] for one in criteria}


def _record(folder: Path, journeys: Sequence[str], start: Start, broker: str) -> None:
    by_adaptor = any("-adaptor-" in name for name in journeys)
    record(
        Asked(gate="none", only=tuple(journeys), anyway=True, amqp=broker if by_adaptor else ""),
        None,
        folder,
        catalogue=installed_suite().catalogue,
        start=start,
        preflight=False,
        beside=False,
        judged_by=installed_suite().judged_by,
    )


def journeys() -> list[str]:
    """Name all journeys."""
    return sorted(all_journeys(installed_suite().catalogue.suites))
