"""`cpcs requirements`: what the catalogue asks for."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cpcs_harness.catalogue import Catalogue, Requirement, load_catalogue
from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.cli.options import catalogue_option
from cpcs_harness.cli.pages import between, keep_pages
from cpcs_harness.errors import UsageProblem

PAGE = "docs/reference/criteria.md"
MODELLED = "docs/explanation/certainty.md"


@click.command("requirements")
@click.argument("wanted", required=False, metavar="[ID]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--check", is_flag=True, help="Fail when the pages of criteria are not what --write would write."
)
@click.option("--write", is_flag=True, help=f"Write {PAGE}, and the table in {MODELLED} (in a checkout).")
@catalogue_option
def command(wanted: str | None, as_json: bool, check: bool, write: bool, catalogue: Path) -> int:
    """List the requirements, or show the one called ID with its criteria."""
    loaded = load_catalogue(catalogue)
    if check or write:
        return _keep(loaded, write, catalogue)
    pathways = loaded.vocabulary.pathways
    context = [
        beyond.in_pathway(pathway)
        for beyond in loaded.context
        for name, pathway in pathways.items()
        if beyond.is_of(name)
    ]
    requirements = [*loaded.requirements, *context]
    chosen = [requirement for requirement in requirements if wanted in (None, requirement.id)]
    if wanted is not None and not chosen:
        raise UsageProblem(_unknown(wanted, loaded, requirements))
    if as_json:
        records = [_record(loaded, requirement) for requirement in chosen]
        click.echo(json.dumps(records, indent=1, default=str))
        return 0
    for requirement in chosen:
        click.echo(
            f"{requirement.id:11} {requirement.pathway:17} {requirement.level:10} "
            f"{requirement.component}: {requirement.text}"
        )
        if wanted is not None:
            _show(loaded, requirement)
    return 0


def _unknown(wanted: str, loaded: Catalogue, requirements: Sequence[Requirement]) -> str:
    """Say that no requirement has an id: which have the criterion that has it, or the nearest, and what lists them."""
    if wanted in loaded.criteria:
        having = [one.id for one in requirements if wanted in {own.id for own in loaded.criteria_of(one)}]
        return f"{wanted} is a criterion, of {', '.join(having)}: ask for one of these"
    meant = did_you_mean(wanted, [one.id for one in requirements]) or "."
    return f"no requirement is called {shown(wanted)}{meant} `cpcs requirements` lists them"


def _keep(loaded: Catalogue, write: bool, catalogue: Path) -> int:
    from cpcs_harness.cli.pages.criteria import modelled_table, page_of

    pages = {
        PAGE: lambda _: page_of(loaded),
        MODELLED: between("made by cpcs requirements --write", modelled_table(loaded)),
    }
    return keep_pages(pages, write, "cpcs requirements --write", catalogue)


def _record(catalogue: Catalogue, requirement: Requirement) -> dict[str, Any]:
    criteria = [dataclasses.asdict(criterion) for criterion in catalogue.criteria_of(requirement)]
    return dataclasses.asdict(requirement) | {"criteria": criteria}


def _show(catalogue: Catalogue, requirement: Requirement) -> None:
    for what in ("reading", "untested"):
        if getattr(requirement, what):
            click.echo(f"  {what}: {getattr(requirement, what)}")
    for criterion in catalogue.criteria_of(requirement):
        click.echo(
            f"  {criterion.id:8} {criterion.strength:6} {criterion.certainty:9} {criterion.judged_by:9} "
            f"{criterion.text}"
        )
        if criterion.evidence:
            click.echo(f"  {'':8} good enough: {criterion.evidence}")
