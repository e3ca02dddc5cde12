"""A recorded run of the reference service, for benchmarks of what is done with one."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cpcs_harness.assess import judge
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record

ONE_JOURNEY = ("minor-illness-second-patient",)
"""The smallest run that has reports of every form."""


def add_run(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a run."""
    parser.add_argument(
        "--run",
        type=Path,
        metavar="FOLDER",
        help="a recorded run; the reference is recorded where none is named",
    )


@contextmanager
def recorded(asked: argparse.Namespace) -> Iterator[Path]:
    """Give the run that was named, or record and judge one; gives the folder that `cpcs assess` would write."""
    if asked.run:
        yield asked.run
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "run"
        record(asked_for(asked), None, folder)
        judge(folder)
        yield folder


def asked_for(asked: argparse.Namespace) -> Asked:
    """Give what is asked of a run: everything, or one journey for the smallest."""
    return Asked(gate="none", only=ONE_JOURNEY if asked.smallest else ())
