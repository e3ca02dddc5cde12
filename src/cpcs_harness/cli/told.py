"""Prints an assessment in the form that was asked for: for people, the outcome alone, or as JSON for programs."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from cpcs_harness.assessment import Assessment
from cpcs_harness.cli.form import Form
from cpcs_harness.reporters import ASSESSMENT, terminal
from cpcs_harness.reporters.annotations import annotations_of


def tell(
    form: Form, assessment: Assessment, folder: Path, names: Sequence[str], remarks: Sequence[str] = ()
) -> None:
    """Print an assessment, whose reports lie in a folder, and remarks on it; in GitHub Actions with annotations."""
    if form.as_json:
        click.echo((folder / ASSESSMENT).read_bytes(), nl=False)
    else:
        _print(form, assessment, [folder / name for name in names])
    for remark in remarks:
        click.echo(remark, err=form.as_json or form.quiet)
    if _in_github_actions():
        for line in annotations_of(assessment):
            click.echo(line, err=form.as_json)


def _print(form: Form, assessment: Assessment, written: Sequence[Path]) -> None:
    with _taken_for_no_commands():
        if form.quiet:
            terminal.render_outcome(assessment, form.console())
        else:
            terminal.render(assessment, form.console(), written)


@contextmanager
def _taken_for_no_commands() -> Iterator[None]:
    """Have GitHub Actions take nothing that is printed meanwhile for its command: a candidate may have written it."""
    if not _in_github_actions():
        yield
        return
    token = secrets.token_hex(16)
    click.echo(f"::stop-commands::{token}")
    try:
        yield
    finally:
        sys.stdout.flush()
        click.echo(f"::{token}::")


def _in_github_actions() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"
