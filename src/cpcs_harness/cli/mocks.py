"""`cpcs mocks`: the national services, to develop against."""

from __future__ import annotations

import time
from pathlib import Path

import click

from cpcs_harness.cli.options import catalogue_option, profile_option


@click.command("mocks")
@click.option(
    "--candidate", type=click.Path(path_type=Path), required=True, help="The candidate's declaration."
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("out/mocks"), show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@catalogue_option
@profile_option
def command(
    candidate: Path, out: Path, seed: int, catalogue: Path, profiles: tuple[tuple[str, Path], ...]
) -> None:
    """Serve the national services of a declaration until Ctrl-C, and record what is asked of them."""
    from cpcs_harness.run.serve import serve

    def tell(said: str) -> None:
        click.echo(f"cpcs: {said}", err=True)

    with serve(candidate, out, seed, tell, catalogue, profiles) as world:
        for service, address in sorted(world.addresses.items()):
            if service == "canary":
                continue  # nobody is to be told of it
            click.echo(f"{service:8} {address}")
        for person in world.people.values():
            click.echo(
                f"patient  {person.nhs_number} {person.given} {person.family}, born {person.birth_date}"
            )
        click.echo("Ctrl-C ends them")
        while True:
            time.sleep(3600)  # not Event.wait: a second signal in the midst of that breaks its lock
