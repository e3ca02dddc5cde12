"""What criteria's texts name of what is sent and shown, as data, and which mutations of a run are of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from mutations.listed import fits
from mutations.mutation import Mutation

LEFT_OUT = "left out"
TWICE = "twice"
"""The same once more says nothing else."""


@dataclass(frozen=True)
class Named:
    """One thing that a criterion's text names."""

    criterion: str
    channel: str
    place: str
    is_asked: bool
    """Whether it is asked to be there, and not only to be right where it is."""

    def is_of(self, mutation: Mutation) -> bool:
        """Say whether a mutation stands against what the text says."""
        if mutation.kind == TWICE or (mutation.kind == LEFT_OUT and not self.is_asked):
            return False
        return fits(mutation.channel, self.channel) and fits(mutation.place, self.place)


def read_named(path: Path) -> list[Named]:
    """Read the list."""
    return [
        Named(criterion, entry["channel"], place, how == "has")
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
        for criterion, said in entry["named"].items()
        for how, places in said.items()
        for place in places
    ]


def named_in(named: Iterable[Named], every: Iterable[Mutation]) -> Iterator[tuple[Mutation, list[Named]]]:
    """Give each mutation of what is named, with what names it."""
    listed = list(named)
    for mutation in every:
        if naming := [one for one in listed if one.is_of(mutation)]:
            yield mutation, naming
