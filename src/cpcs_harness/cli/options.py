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


def _named_folders(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, Path], ...]:
    pairs = [word.partition("=") for word in given]
    if not all(name and mark and folder for name, mark, folder in pairs):
        raise click.BadParameter("is NAME=DIR, such as cks=profiles/cks")
    return tuple((name, Path(folder)) for name, _, folder in pairs)


profile_option = click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="NAME=DIR",
    callback=_named_folders,
    help="Another model than ours of what no public document states, in a folder; may be given for several.",
)
