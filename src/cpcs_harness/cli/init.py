"""`cpcs init`: what a supplier begins with."""

from __future__ import annotations

from pathlib import Path

import click

from cpcs_harness._content import ROOT
from cpcs_harness.errors import UsageProblem


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path) -> int:
    """Write candidate.toml into FOLDER, for a supplier to fill in; nothing that is there is overwritten."""
    from cpcs_harness.evidence.reference_build import DECLARATION
    from cpcs_harness.run.writable import made, not_to_be_written

    declaration = folder / DECLARATION
    if declaration.exists():
        raise UsageProblem(f"{declaration} is there already; choose another folder, or remove it")
    try:
        (made(folder) / DECLARATION).write_bytes((ROOT / "fixtures" / "candidate.toml").read_bytes())
    except OSError as refused:
        raise not_to_be_written(folder, refused) from refused
    click.echo(f"wrote {declaration}: fill it in")
    click.echo(
        f"next: `cpcs mocks --candidate {declaration}`, which writes what your system is to be provisioned with"
    )
    return 0
