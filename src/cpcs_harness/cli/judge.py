"""`cpcs judge`: the same verdicts from the records alone."""

from __future__ import annotations

from pathlib import Path

import click

from cpcs_harness._content import RELEASES
from cpcs_harness.cli.form import Form, json_option, quiet_option
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
@click.option(
    "--releases",
    type=click.Path(path_type=Path),
    default=RELEASES,
    metavar="FILE",
    help="The published list of releases by which a run is recognised; the installed one where none is given.",
)
@json_option
@quiet_option
def command(
    run: Path, catalogue: Path, rulings: Path | None, releases: Path, as_json: bool, quiet: bool
) -> int:
    """Judge the run that lies in the folder RUN (what `assess` wrote to its --out), troubling no candidate.

    It says whether this install recognises the run: no run, and no report, can say so of itself.
    """
    from cpcs_harness.assess import installed_journeys, judge_opened, recognised
    from cpcs_harness.cli.told import tell
    from cpcs_harness.evidence.releases import releases_in
    from cpcs_harness.judging.judgement import EVIDENCE, Judgement
    from cpcs_harness.run.lock import hold

    if not (run / EVIDENCE).is_dir():
        raise UsageProblem(f"{run / EVIDENCE} is not there: {run} holds no evidence of a run")
    published = releases_in(releases)
    with hold(run):
        judgement = Judgement.of(run, installed_journeys, catalogue)
        assessment = judge_opened(judgement, rulings=rulings, recorded=False)
        recognition = recognised(judgement, published)
    tell(Form(as_json, quiet), assessment, run, ("report.html", "assessment.json"), [recognition.sentence])
    return int(Exit(assessment.outcome.exit_status))
