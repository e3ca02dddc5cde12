"""`cpcs rulings`: what the project ruled on of its reference service, and what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cpcs_harness.catalogue import Catalogue
from cpcs_harness.cli.options import catalogue_option
from cpcs_harness.errors import Exit, UsageProblem
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.judgement import RULINGS
from cpcs_harness.reference_rulings.changes import changed_files, changes
from cpcs_harness.reference_rulings.refresh import Build, not_held, rule_again, waiting
from cpcs_harness.reference_rulings.seen import SEEN, Seen, read_seen, seen_in, write_seen
from cpcs_harness.times import real_now


@click.command("rulings")
@click.option("--check", is_flag=True, help="Only say whether they are on this build; nothing is run.")
@click.option(
    "--refresh", is_flag=True, help="Rule on this build as well: write its digest, and what was seen."
)
@click.option(
    "--run",
    type=click.Path(path_type=Path),
    help="The folder of a whole run of this build, such as out; without it one is made, and thrown away.",
)
@catalogue_option
def command(check: bool, refresh: bool, run: Path | None, catalogue: Path) -> int:
    """Show what of the reference service was ruled on, and what has changed since.

    A ruling on the reference holds for the build that was ruled on. When its files have changed, look at what is shown
    here, criterion by criterion; what is still true is confirmed with --refresh.
    """
    from cpcs_harness.run.suite import checked_catalogue

    loaded = checked_catalogue(catalogue)
    build = Build.of(loaded)
    click.echo(build.state)
    if check:
        return Exit.MET if build.is_ruled_on else Exit.NOT_MET
    if run is not None:
        return _compared(build, loaded, run, refresh)
    from cpcs_harness.run.throwaway import throwaway

    with throwaway("rulings") as folder:
        click.echo("the reference service is assessed, to see what there is to rule on (some 40 s)")
        _assess(folder, catalogue)
        return _compared(build, loaded, folder, refresh)


def _assess(folder: Path, catalogue: Path) -> None:
    from cpcs_harness.run.fork_server import ForkServer
    from cpcs_harness.run.plan import Asked
    from cpcs_harness.run.record import record

    with ForkServer() as reference:
        record(Asked(catalogue=catalogue), None, folder, start=reference.start)


def _compared(build: Build, catalogue: Catalogue, folder: Path, refresh: bool) -> int:
    from cpcs_harness.assess import assessment_of, installed_journeys, run_checks
    from cpcs_harness.judging.judgement import Judgement
    from cpcs_harness.judging.suite import Suite

    judgement = Judgement.of(folder, installed_journeys, Path(catalogue.file))
    _check_run(judgement.evidence, build, folder)
    suite = Suite.of(judgement.catalogue)
    run_checks(judgement, [suite.folder], ())
    assessment = assessment_of(judgement, suite)
    after = seen_in(assessment, judgement.evidence, catalogue, build.ruled, build.files)
    again = _show(read_seen(build.folder / SEEN), after)
    _list("Nobody has ruled on", waiting(assessment, build.ruled))
    failed = not_held(assessment, build.ruled)
    _list("Not shown, or wrong, so that nobody can confirm", failed)
    if failed or not refresh:
        return Exit.NOT_MET if failed or not build.is_ruled_on else Exit.MET
    rule_again(build.folder / RULINGS, build.digest, again, real_now().date().isoformat())
    write_seen(after, build.folder / SEEN)
    click.echo(
        f"Ruled on this build: {len(again)} criteria anew, and {len(build.ruled) - len(again)} as before."
    )
    return Exit.MET


def _check_run(evidence: Evidence, build: Build, folder: Path) -> None:
    plan = evidence.plan
    if plan.reference != build.digest:
        raise UsageProblem(
            f"{folder} holds no run of this build of the reference service: run `make assess` again"
        )
    if plan.only or not evidence.finished or set(plan.pathways) != set(plan.declaration["pathways"]):
        raise UsageProblem(f"{folder} holds a part of a run: rulings are on all of it")


def _show(before: Seen, after: Seen) -> set[str]:
    """Print what has changed; gives the criteria of which something has."""
    _list("Files of the reference service that have changed", changed_files(before, after))
    changed = changes(before, after)
    for ids, lines in changed:
        _list(", ".join(ids), lines)
    again = {id for ids, _ in changed for id in ids}
    same = len(set(after.criteria) - again)
    click.echo(
        f"Of {len(again)} criteria something else was seen than when they were ruled on; of {same} the same."
    )
    return again


def _list(heading: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo(f"\n{heading}:")
        for line in lines:
            click.echo(f"  {line[:300]}")
        click.echo()
