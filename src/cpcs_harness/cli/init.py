"""`cpcs init`: what a supplier begins with."""

from __future__ import annotations

from pathlib import Path

import click

from cpcs_harness._content import ROOT
from cpcs_harness.errors import UsageProblem


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path) -> int:
    """Write candidate.toml and environment.json into FOLDER; nothing that is there is overwritten."""
    from cpcs_harness.candidate import ENVIRONMENT, REFERENCE_DECLARATION
    from cpcs_harness.session.environment import make_environment
    from cpcs_harness.session.environment_file import save_environment

    declaration = folder / REFERENCE_DECLARATION
    taken = [name for name in (REFERENCE_DECLARATION, ENVIRONMENT) if (folder / name).exists()]
    if taken:
        raise UsageProblem(
            f"{folder} already holds {' and '.join(taken)}; choose another folder, or remove them"
        )
    folder.mkdir(parents=True, exist_ok=True)
    declaration.write_text(
        (ROOT / "fixtures" / "candidate.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    save_environment(make_environment(declaration.resolve().as_posix()), folder / ENVIRONMENT)
    click.echo(f"wrote {declaration} and {folder / ENVIRONMENT}")
    click.echo(
        f"next: fill in {declaration}, then `cpcs mocks --candidate {declaration}`, which writes provision.json"
    )
    return 0
