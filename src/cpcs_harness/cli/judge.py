"""`cpcs judge`: the same verdicts from the records alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
from rich.console import Console

from cpcs_harness.cli.options import catalogue_option
from cpcs_harness.errors import Exit, UsageProblem


@click.command("judge")
@click.argument("run", type=click.Path(path_type=Path))
@catalogue_option
@click.option(
    "--rulings",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your own rulings on this run. Those that lie with the run confirm nothing: anybody can have written them.",
)
def command(run: Path, catalogue: Path, rulings: Path | None) -> int:
    """Judge the run that lies in the folder RUN (what `assess` wrote to its --out), troubling no candidate."""
    from cpcs_harness.assess import judge
    from cpcs_harness.judging.judgement import EVIDENCE
    from cpcs_harness.reporters import terminal
    from cpcs_harness.run.lock import hold

    if not (run / EVIDENCE).is_dir():
        raise UsageProblem(f"{run / EVIDENCE} is not there: {run} holds no evidence of a run")
    with hold(run):
        assessment = judge(run, catalogue, rulings=rulings)
    console = Console(width=min(120, shutil.get_terminal_size((80, 24)).columns))
    terminal.render(assessment, console, [run / "report.html", run / "assessment.json"])
    return int(Exit(assessment.outcome.exit_status))
