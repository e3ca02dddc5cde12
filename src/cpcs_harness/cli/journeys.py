"""`cpcs journeys`: what is done to a candidate, step by step, and what that needs of it."""

from __future__ import annotations

from pathlib import Path

import click

from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.cli.options import catalogue_option
from cpcs_harness.cli.pages import keep_pages
from cpcs_harness.errors import Exit, UsageProblem
from cpcs_harness.journeys.index import all_journeys

PAGE = "docs/reference/journeys.md"
PEOPLE = "fixtures/people.yaml"


@click.command("journeys")
@click.argument("wanted", required=False, metavar="[ID]")
@click.option(
    "--check", is_flag=True, help=f"Fail when {PAGE} or {PEOPLE} is not what this command would write."
)
@click.option("--write", is_flag=True, help=f"Write {PAGE} and {PEOPLE} (in a checkout).")
@catalogue_option
def command(wanted: str | None, check: bool, write: bool, catalogue: Path) -> int:
    """List the journeys, or show the one called ID: its steps in order, and what it needs of a candidate."""
    from cpcs_harness.catalogue import load_catalogue
    from cpcs_harness.cli.pages.journeys import accounts_of, page_of
    from cpcs_harness.cli.pages.people import people_of

    loaded = load_catalogue(catalogue)
    if check or write:
        accounts = accounts_of(loaded)
        pages = {PAGE: lambda _: page_of(accounts), PEOPLE: lambda _: people_of(accounts)}
        return keep_pages(pages, write, "cpcs journeys --write", catalogue)
    journeys = all_journeys(loaded.suites)
    if wanted is None:
        for name, journey in journeys.items():
            click.echo(f"{name:34} {journey.pathway:17} {journey.title}")
        return Exit.MET
    if wanted not in journeys:
        meant = did_you_mean(wanted, list(journeys)) or "."
        raise UsageProblem(f"no journey is called {shown(wanted)}{meant} `cpcs journeys` lists them.")
    click.echo("\n".join(accounts_of(loaded, [wanted])[0].lines()))
    return Exit.MET
