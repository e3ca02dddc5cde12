"""In which form a command prints an assessment."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import click
from rich.console import Console

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the assessment as JSON, and nothing else."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print the outcome alone.")


@dataclass(frozen=True)
class Form:
    """What is printed; progress and remarks go to standard error, and with `quiet` progress goes nowhere."""

    as_json: bool = False
    quiet: bool = False

    def console(self, *, progress: bool = False) -> Console:
        """Give the console for what people read, or for progress."""
        width = min(120, shutil.get_terminal_size((80, 24)).columns)
        return Console(width=width, stderr=progress, quiet=progress and self.quiet)
