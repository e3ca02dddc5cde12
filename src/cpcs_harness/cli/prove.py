"""`cpcs prove`: which criterion catches which known-bad candidate."""

from __future__ import annotations

import click

from cpcs_harness.errors import Exit


@click.command("prove")
@click.argument("faults", nargs=-1, metavar="[FAULT]...")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="How many run at once; by default two a processor, and up to four while processors are idle.",
)
@click.option(
    "--full", is_flag=True, help="Run each in both pathways, though one shows it, and judge every criterion."
)
@click.option("--amqp", default="", help="A broker, for those that stand behind the 111 Adaptor.")
@click.option(
    "--write",
    is_flag=True,
    help="Note in a checkout which journeys show each, and which part of them: these are run first from then on.",
)
def command(faults: tuple[str, ...], workers: int | None, full: bool, amqp: str, write: bool) -> int:
    """Run the known-bad candidates called FAULT, or all of them, and show what caught them."""
    from cpcs_harness.judging.known_bads import known_bads
    from cpcs_harness.prove.proof import Proof, uncaught
    from cpcs_harness.prove.workers import note, prove

    def tell(proof: Proof) -> None:
        verdict = "caught" if proof.holds else "NOT CAUGHT"
        click.echo(
            f"{verdict:10} {proof.fault}: due {', '.join(proof.due)}; by {', '.join(proof.caught_by) or 'none'}"
        )
        if proof.error:
            click.echo(f"           {proof.error}")

    proofs = prove(faults, workers, tell, amqp, full, narrow=write and not full)
    if write:
        click.echo(f"written: {note(proofs, narrowed=not full)}")
    missed = [proof for proof in proofs if not proof.holds]
    never = uncaught(proofs) if not faults else []
    click.echo(f"{len(proofs) - len(missed)} of {len(proofs)} known-bad candidates caught")
    if not faults and not amqp:
        waiting = [bad.name for bad in known_bads() if bad.needs_broker]
        click.echo(f"not run, for want of a broker (--amqp): {', '.join(waiting)}")
    if never:
        click.echo(f"automated criteria that caught none: {', '.join(never)}")
    return int(
        Exit.HARNESS if any(p.error for p in proofs) else Exit.NOT_MET if missed or never else Exit.MET
    )
