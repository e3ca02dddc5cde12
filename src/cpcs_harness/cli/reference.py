"""`cpcs reference`: the reference service as a process that stays, to look at or to be driven by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from cpcs_harness._content import ROOT


@click.command("reference")
@click.option("--config", type=click.Path(path_type=Path), required=True, help="Its configuration (JSON).")
@click.option("--fault", help="Start it with one fault of reference/faulty/.")
def command(config: Path, fault: str | None) -> int:
    """Run the reference service from a configuration file, until Ctrl-C."""
    arguments = [sys.executable, "-P", "-m", "reference", "--config", str(config)]
    arguments += ["--fault", fault] if fault else []
    return subprocess.run(arguments, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False).returncode
