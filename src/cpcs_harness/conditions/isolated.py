"""Which conditions go with a failure: those that every failing case has, and no passing one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from cpcs_harness.conditions.model import Condition, Pair

Case = frozenset[Condition]


@dataclass(frozen=True)
class Isolated:
    """What stands in every failing case and in no passing one."""

    values: tuple[Condition, ...] = ()
    pairs: tuple[Pair, ...] = ()
    """Looked for only where no single condition is found."""


def isolated(failing: Collection[Case], passing: Collection[Case]) -> Isolated:
    """Give all conditions, or else all pairs, that every failing case has and no passing one; none is no fault.

    Where nothing fails or nothing passes there is nothing to tell apart, and nothing is given.
    """
    if not failing or not passing:
        return Isolated()
    shared = sorted(frozenset.intersection(*failing))
    had = frozenset[Condition]().union(*passing)
    values = tuple(one for one in shared if one not in had)
    return Isolated(values, () if values else _pairs(shared, passing))


def _pairs(shared: Sequence[Condition], passing: Iterable[Case]) -> tuple[Pair, ...]:
    due = set(combinations(shared, 2))
    for case in passing:
        due.difference_update(combinations([one for one in shared if one in case], 2))
    return tuple(sorted(due))
