"""`cpcs coverage --conditions`: under which conditions each criterion was judged in a run, and under which never."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import click

from cpcs_harness.assessment.record import Assessment
from cpcs_harness.catalogue.yaml_file import read_bytes
from cpcs_harness.conditions.model import Condition, Conditions
from cpcs_harness.errors import Exit, UsageProblem
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.rollup.conditions import SentConditions, judged_under

ASSESSMENT = "assessment.json"
MOST_BYTES = 100_000_000
MOST = 20
"""Pairs that are named of those that never met."""


def show_conditions(run: Path) -> int:
    """Show them; gives the exit status: not met where something was never tried."""
    assessment = read_assessment(run / ASSESSMENT)
    sent = SentConditions(Evidence.load(run / EVIDENCE))
    if not sent.by_document:
        raise UsageProblem(f"{run} holds no run in which a report was sent that has conditions")
    records = [found for one in (*assessment.requirements, *assessment.context) for found in one.criteria]
    judged = judged_under(sent, records)
    for id, under in judged.items():
        click.echo(f"{id}: judged under {len(under)} of {len(sent.known.all())}")
        click.echo(_by_dimension("never", sent.known, (one for one in sent.known.all() if one not in under)))
    return _untried(sent, frozenset(one for under in judged.values() for one in under))


def read_assessment(path: Path) -> Assessment:
    """Read an assessment back; raises UsageProblem for what is none."""
    try:
        return Assessment.from_json(json.loads(read_bytes(path, MOST_BYTES, "assessment")))
    except (ValueError, KeyError, TypeError) as wrong:
        raise UsageProblem(f"{path} is no assessment: {wrong}") from None


def _untried(sent: SentConditions, judged: frozenset[Condition]) -> int:
    everything, pairs = sent.known.all(), sent.known.pairs()
    unjudged = [one for one in everything if one not in judged]
    never, never_met = sent.never(), sent.never_met()
    click.echo("")
    click.echo(f"{len(sent.by_document)} reports were sent that have conditions")
    click.echo(f"{len(everything) - len(never)} of {len(everything)} conditions were sent")
    click.echo(f"{len(everything) - len(unjudged)} of {len(everything)} were judged by some criterion")
    click.echo(f"{len(pairs) - len(never_met)} of {len(pairs)} pairs met")
    for what, found in (("never sent", never), ("judged by none", unjudged)):
        if found:
            click.echo(_by_dimension(what, sent.known, found))
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
