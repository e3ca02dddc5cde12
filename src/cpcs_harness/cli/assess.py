"""`cpcs assess`: run the journeys, judge what was recorded, and report."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from cpcs_harness.cli.form import Form, json_option, quiet_option
from cpcs_harness.cli.options import catalogue_option, profile_option
from cpcs_harness.errors import Exit
from cpcs_harness.run.fork_server import ForkServer
from cpcs_harness.run.plan import PENDING, Asked
from cpcs_harness.run.reference_process import OwnProcess, Start


@click.command("assess")
@click.option(
    "--candidate", type=click.Path(path_type=Path), help="The candidate's declaration (candidate.toml)."
)
@click.option("--pathway", "pathways", multiple=True, help="Only this pathway; may be given twice.")
@click.option(
    "--only", multiple=True, metavar="JOURNEY", help="Only this journey; may be given several times."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge what is due on this date.")
@click.option(
    "--gate",
    default="",
    metavar="LEVEL",
    help="The level that decides the exit status, with those before it, or none; the first level by default.",
)
@click.option("--pending", type=click.Choice(PENDING), default="fail", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True)
@click.option("--seed", type=int, help="Of the run's people; a new one each run, but 1 for the reference.")
@click.option("--challenge", help="An assurer's one-time token.")
@click.option(
    "--explore",
    "examples",
    type=click.IntRange(1, 75),
    default=25,
    show_default=True,
    help="How many referrals an exploration draws for each pathway.",
)
@click.option(
    "--schemas",
    type=click.Path(path_type=Path),
    help="The folder of the official NHS 111 pack: what is sent and answered is judged by it too.",
)
@click.option(
    "--dmd",
    type=click.Path(path_type=Path),
    help="The folder of an unpacked dm+d release: codes of medicines are looked up in it too.",
)
@click.option(
    "--amqp",
    default="",
    help="A broker: the reference stands behind the 111 Adaptor as well (only without --candidate).",
)
@catalogue_option
@profile_option
@click.option(
    "--anyway",
    is_flag=True,
    help="Go on in spite of what is found to be wrong before the run; the report says so.",
)
@json_option
@quiet_option
@click.option("--fault", help="Start the reference with this fault (only without --candidate).")
def command(
    candidate: Path | None,
    pathways: tuple[str, ...],
    only: tuple[str, ...],
    as_of: datetime | None,
    gate: str,
    pending: str,
    out: Path,
    seed: int | None,
    challenge: str | None,
    examples: int,
    schemas: Path | None,
    dmd: Path | None,
    amqp: str,
    catalogue: Path,
    profiles: tuple[tuple[str, Path], ...],
    fault: str | None,
    anyway: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Assess a candidate, or the reference service when none is named."""
    if fault is not None and candidate is not None:
        raise click.UsageError(
            "--fault starts the reference wrongly on purpose; it cannot be had with --candidate"
        )
    if amqp and candidate is not None:
        raise click.UsageError("--amqp is for the reference; a candidate names its broker under [adaptor]")
    day = as_of.date() if as_of is not None else None
    if fault is not None:
        # Imported and read only now: there are hundreds of them, and most runs are of none.
        from cpcs_harness.prove.known_bad import check_name

        check_name(fault)
    asked = Asked(
        gate,
        pending,
        day,
        seed or 0,
        pathways,
        only,
        challenge,
        examples,
        fault,
        schemas,
        amqp,
        anyway,
        catalogue,
        dmd,
        profiles,
    )
    form = Form(as_json, quiet)
    if candidate is not None:
        return _assessed(asked, candidate, out, OwnProcess, seed, form)
    with ForkServer() as reference:  # it imports the reference while we import what plays the nation
        return _assessed(asked, None, out, reference.start, seed, form)


def _assessed(
    asked: Asked, candidate: Path | None, out: Path, start: Start, seed: int | None, form: Form
) -> int:
    from cpcs_harness.assess import judge
    from cpcs_harness.cli.progress import shown
    from cpcs_harness.cli.told import tell
    from cpcs_harness.run.candidate import fresh_seed
    from cpcs_harness.run.record import record

    asked = replace(asked, seed=fresh_seed(candidate) if seed is None else seed)
    with ExitStack() as locked:
        with shown(form.console(progress=True)) as (progress, say):
            record(asked, candidate, out, say, start=start, locked=locked, progress=progress)
            say("judging what was recorded")
        assessment = judge(out, asked.catalogue)
    tell(form, assessment, out, ("report.html", "assessment.json", "evidence"))
    return int(Exit(assessment.outcome.exit_status))
