"""Every profile of a run by its name: ours, and those that stand in place of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from cpcs_harness.errors import HarnessError
from cpcs_harness.profiles.profile import FOLDER, Profile, names
from cpcs_harness.profiles.read import read_profile


@dataclass(frozen=True)
class Profiles(Mapping[str, Profile]):
    """Every profile by its name: those that replace ours, and ours."""

    replaced: Mapping[str, Profile] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Profile:
        """Give the profile of a name."""
        return self.replaced.get(name) or ours(name)

    def __iter__(self) -> Iterator[str]:
        return iter(names())

    def __len__(self) -> int:
        return len(names())


@cache
def ours(name: str) -> Profile:
    """Give the profile that holds where nobody replaces it; raises HarnessError for a name that there is not."""
    if name not in names():
        raise HarnessError(f"there is no profile {name}; there are {', '.join(names())}")
    return read_profile(name, FOLDER / name)
