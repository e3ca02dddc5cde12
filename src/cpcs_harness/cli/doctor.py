"""`cpcs doctor`: whether a candidate is set up so that it can be assessed."""

from __future__ import annotations

from pathlib import Path

import click

from cpcs_harness.errors import Exit


@click.command("doctor")
@click.option(
    "--candidate",
    type=click.Path(path_type=Path),
    help="The candidate's declaration; the reference without it.",
)
def command(candidate: Path | None) -> int:
    """See whether a candidate is set up so that it can be assessed; nothing is judged."""
    from cpcs_harness.reporters.text import visible
    from cpcs_harness.run.doctor import examine

    looked = examine(candidate, lambda line: click.echo(f"cpcs: {line}", err=True))
    for each in looked:
        click.echo(visible(f"{'ok   ' if each.ok else 'WRONG'} {each.name}: {each.said}"))
        if not each.ok:
            of = f" of {each.file}" if each.file and each.file != each.key else ""
            click.echo(visible(f"      look at {each.key}{of}"))
    wrong = sum(not each.ok for each in looked)
    click.echo(f"{wrong} of {len(looked)} to be corrected" if wrong else "nothing to be corrected")
    return int(Exit.USAGE if wrong else Exit.MET)
