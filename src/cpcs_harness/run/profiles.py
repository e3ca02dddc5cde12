"""Which profiles stand in place of ours in a run: those of the command line, then those of the declaration."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cpcs_harness.declaration import Declaration
from cpcs_harness.errors import UsageProblem
from cpcs_harness.profiles import Profiles, read_profile

Replacing = Iterable[tuple[str, Path]]
"""Names of profiles, and the folders in which they lie."""


def profiles_of(declaration: Declaration, asked: Replacing) -> Profiles:
    """Read every profile that is asked for; raises UsageProblem, with file and line, for what is wrong in one."""
    asked = tuple(asked)
    folders = dict(asked)
    if len(folders) < len(asked):
        twice = sorted({name for name, _ in asked if [other for other, _ in asked].count(name) > 1})
        raise UsageProblem(f"--profile names {', '.join(twice)} more than once")
    return Profiles(
        {name: read_profile(name, place) for name, place in {**declaration.profiles, **folders}.items()}
    )
