"""`cpcs releases`: which release is installed here, and whether it is still what was installed."""

from __future__ import annotations

from pathlib import Path

import click

from cpcs_harness._content import RELEASES
from cpcs_harness.cli.options import catalogue_option
from cpcs_harness.errors import Exit, UsageProblem


@click.command("releases")
@click.option(
    "--list",
    "published",
    type=click.Path(path_type=Path),
    default=RELEASES,
    metavar="FILE",
    help="The published list; the installed one where none is given.",
)
@click.option(
    "--row", metavar="RELEASE", default="", help="Print the line by which a list names this install."
)
@catalogue_option
def command(published: Path, row: str, catalogue: Path) -> int:
    """Say which of the published releases this install is; ends with status 1 where it is none, or was altered."""
    from cpcs_harness.assess import altered_here
    from cpcs_harness.catalogue import load_catalogue
    from cpcs_harness.evidence.digest import installed
    from cpcs_harness.evidence.releases import as_row, releases_in
    from cpcs_harness.times import real_now

    loaded = load_catalogue(catalogue)
    here = installed(loaded.suites, loaded.digest)
    if row and not here.commit:
        raise UsageProblem("no commit is known of what is installed: a release is listed from its checkout")
    if row:
        click.echo(as_row(here, row, real_now().date().isoformat()))
        return Exit.MET
    name, altered = releases_in(published).get(here.digest), altered_here(loaded.suites)
    click.echo(
        f"Installed is {f'release {name}' if name else 'no release in the list'}: digest {here.digest}"
    )
    click.echo(f"Commit: {here.commit or 'not known'}")
    click.echo(", ".join(f"{library} {version}" for library, version in sorted(here.libraries.items())))
    for one in altered:
        click.echo(f"Altered: {one}")
    return Exit.MET if name and not altered else Exit.NOT_MET
