"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

from cpcs_harness._content import CATALOGUE

catalogue_option = click.option(
    "--catalogue",
    type=click.Path(path_type=Path),
    default=CATALOGUE,
    metavar="FILE",
    help="Another catalogue than the installed one, with its suites beside it.",
)
