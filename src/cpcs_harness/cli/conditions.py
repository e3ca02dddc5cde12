"""`cpcs coverage --conditions`: under which conditions each criterion was judged in a run, and under which never."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import click

from cpcs_harness.assessment.record import Assessment
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.catalogue.yaml_file import read_bytes
from cpcs_harness.conditions.claims import claimed_and_judged
from cpcs_harness.conditions.model import Condition, Conditions
from cpcs_harness.errors import Exit, UsageProblem
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.judging.things.conditions import RecordedConditions
from cpcs_harness.rollup.conditions import judged_under
from cpcs_harness.rollup.together import together

ASSESSMENT = "assessment.json"
MOST_BYTES = 100_000_000
MOST = 20
"""Pairs that are named of those that never met."""


def show_conditions(run: Path) -> int:
    """Show them; gives the exit status: not met where something was never tried."""
    assessment = read_assessment(run / ASSESSMENT)
    recorded = RecordedConditions(Evidence.load(run / EVIDENCE))
    if not recorded.things:
        raise UsageProblem(f"{run} holds no run in which anything was recorded that has conditions")
    records = [found for one in (*assessment.requirements, *assessment.context) for found in one.criteria]
    judged = judged_under(recorded, records)
    for id, under in judged.items():
        looked_at = {one.dimension for one in under}  # other things it is not about
        due = [one for one in recorded.known.all() if one.dimension in looked_at]
        click.echo(f"{id}: judged under {len(under)} of {len(due)}")
        click.echo(_by_dimension("never", recorded.known, (one for one in due if one not in under)))
    return _untried(recorded, claimed_and_judged(judged, load_catalogue().criteria, recorded.known))


def read_assessment(path: Path) -> Assessment:
    """Read an assessment back; raises UsageProblem for what is none."""
    try:
        return Assessment.from_json(json.loads(read_bytes(path, MOST_BYTES, "assessment")))
    except (ValueError, KeyError, TypeError) as wrong:
        raise UsageProblem(f"{path} is no assessment: {wrong}") from None


def _untried(recorded: RecordedConditions, judged: frozenset[Condition]) -> int:
    everything, pairs = recorded.known.all(), recorded.known.pairs()
    unjudged = [one for one in everything if one not in judged]
    never, never_met = recorded.never(), recorded.never_met()
    click.echo("")
    for thing, count in Counter(one.thing for one in recorded.things).items():
        click.echo(f"{thing}: {count} that have conditions")
    click.echo(f"{len(everything) - len(never)} of {len(everything)} conditions were tried")
    click.echo(
        f"{len(everything) - len(unjudged)} of {len(everything)} were judged by some criterion that is for them"
    )
    click.echo(f"{len(pairs) - len(never_met)} of {len(pairs)} pairs met")
    for things, (met, due) in together(recorded, load_catalogue().criteria.values()).items():
        click.echo(f"{met} of {due} pairs of {things} met in one patient")
    for what, found in (("never tried", never), ("judged by none that is for them", unjudged)):
        if found:
            click.echo(_by_dimension(what, recorded.known, found))
    for one, other in never_met[:MOST]:
        click.echo(f"  never met: {one} and {other}")
    if len(never_met) > MOST:
        click.echo(f"  and {len(never_met) - MOST} more")
    return Exit.NOT_MET if never or unjudged or never_met else Exit.MET


def _by_dimension(what: str, known: Conditions, found: Iterable[Condition]) -> str:
    values: dict[str, list[str]] = defaultdict(list)
    for one in found:
        values[one.dimension].append(one.value)
    told = "; ".join(
        f"{id}: {', '.join(values[id])}" if len(values[id]) < len(dimension.values) else f"{id}: any"
        for id, dimension in known.dimensions.items()
        if id in values
    )
    return f"  {what}: {told or 'none'}"
