"""`cpcs reference`: the reference service as a process that stays, to look at or to be driven by hand."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click


@click.command("reference")
@click.option("--config", type=click.Path(path_type=Path), required=True, help="Its configuration (JSON).")
@click.option("--fault", help="Start it with one fault of reference/faulty/.")
def command(config: Path, fault: str | None) -> int:
    """Run the reference service from a configuration file, until Ctrl-C."""
    from cpcs_harness.prove.known_bad import check_name
    from cpcs_harness.run.reference_process import reference_command, reference_environment

    if fault is not None:
        check_name(fault)
    command = reference_command(config, fault)
    return subprocess.run(command, env=reference_environment(), check=False).returncode
