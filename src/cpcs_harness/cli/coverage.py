"""`cpcs coverage`: what judges each criterion, and what proves that it can fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from cpcs_harness._content import CATALOGUE
from cpcs_harness.catalogue import Catalogue, load_catalogue
from cpcs_harness.cli.options import catalogue_option
from cpcs_harness.cli.pages import keep_pages
from cpcs_harness.errors import Exit, Problem

PAGE = "docs/reference/coverage.md"
SHOWN = ("id", "strength", "certainty", "stands_on", "judged_by")
"""What the page says of a criterion from its own entry."""


@click.command("coverage")
@click.option("--check", is_flag=True, help=f"Fail when {PAGE} is stale, or a criterion without advice.")
@click.option("--write", is_flag=True, help=f"Write {PAGE} (in a checkout).")
@click.option(
    "--conditions",
    "run",
    type=click.Path(path_type=Path),
    help="The folder of a run, such as out: under which conditions each criterion was judged in it.",
)
@catalogue_option
def command(check: bool, write: bool, run: Path | None, catalogue: Path) -> int:
    """Show which criteria have checks, journeys and known-bad candidates.

    With --conditions: under which conditions each was judged in a run, and under which never. Fails where a condition
    was in nothing that was sent, was judged by no criterion, or two that can be together met in nothing.
    """
    if run is not None:
        from cpcs_harness.cli.conditions import show_conditions

        return show_conditions(run)
    if write or check:
        kept = keep_pages({PAGE: lambda _: render(catalogue)}, write, "cpcs coverage --write", catalogue)
        problems = [] if write else list(without_advice(load_catalogue(catalogue)))
        for problem in problems:
            click.echo(str(problem), err=True)
        return Exit.NOT_MET if problems else kept
    click.echo(render(catalogue))
    return Exit.MET


def without_advice(catalogue: Catalogue) -> Iterator[Problem]:
    """Tell of each automated criterion that leaves a supplier without a word of what to do about a failure."""
    for criterion in catalogue.criteria.values():
        if criterion.is_automated and not criterion.to_do:
            message = "to_do: there is none; say in a sentence what a supplier does about a failure"
            yield Problem(criterion.file, criterion.line, criterion.id, message)


def render(path: Path = CATALOGUE) -> str:
    """Write the page: a table of criteria, after the mistakes of the catalogue have been ruled out."""
    from cpcs_harness.judging.criterion import checks_in
    from cpcs_harness.judging.known_bads import known_bads
    from cpcs_harness.run.suite import checked_catalogue

    catalogue, bads = checked_catalogue(path), known_bads()
    checks = checks_in(catalogue.suites)
    lines = ["# Coverage", "", "Made by `cpcs coverage --write`; do not edit.", ""]
    tested = [requirement for requirement in catalogue.requirements if not requirement.untested]
    lines += [_tested(len(tested), len(catalogue.requirements)), ""]
    lines += ["| criterion | strength | certainty | stands on | judged by | checks | known-bad candidates |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for criterion in catalogue.criteria.values():
        files = ", ".join(f"`{file}`" for file, _ in checks.get(criterion.id, []))
        faults = ", ".join(f"`{bad.name}`" for bad in bads if criterion.id in bad.catches)
        cells = [getattr(criterion, key) for key in SHOWN] + [files or "-", faults or "-"]
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _tested(number: int, of: int) -> str:
    if number == of:
        return f"All {of} requirements have criteria."
    return f"{number} of {of} requirements have criteria; the others are untested."
