"""`cpcs requirements`: what the catalogue asks for."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import click

from cpcs_harness._content import ROOT
from cpcs_harness.catalogue import Catalogue, Requirement, load_catalogue
from cpcs_harness.errors import UsageProblem
from cpcs_harness.judging.judgement import CATALOGUE


@click.command("requirements")
@click.argument("wanted", required=False, metavar="[ID]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(wanted: str | None, as_json: bool) -> int:
    """List the requirements, or show the one called ID with its criteria."""
    catalogue = load_catalogue(ROOT / CATALOGUE)
    pathways = catalogue.vocabulary.pathways.values()
    context = [beyond.in_pathway(pathway) for beyond in catalogue.context for pathway in pathways]
    all_of_them = [*catalogue.requirements, *context]
    chosen = [one for one in all_of_them if wanted in (None, one.id)]
    if not chosen:
        known = ", ".join(one.id for one in all_of_them)
        raise UsageProblem(f"no requirement is called {wanted}; there are {known}")
    if as_json:
        click.echo(json.dumps([_record(catalogue, one) for one in chosen], indent=1, default=str))
        return 0
    for one in chosen:
        click.echo(f"{one.id:11} {one.pathway:17} {one.level:10} {one.component}: {one.text}")
        if wanted is not None:
            _show(catalogue, one)
    return 0


def _record(catalogue: Catalogue, requirement: Requirement) -> dict[str, Any]:
    record = dataclasses.asdict(requirement)
    return record | {"criteria": [dataclasses.asdict(one) for one in catalogue.criteria_of(requirement)]}


def _show(catalogue: Catalogue, requirement: Requirement) -> None:
    for what in ("reading", "untested"):
        if getattr(requirement, what):
            click.echo(f"  {what}: {getattr(requirement, what)}")
    for one in catalogue.criteria_of(requirement):
        click.echo(f"  {one.id:8} {one.strength:6} {one.certainty:9} {one.judged_by:9} {one.text}")
