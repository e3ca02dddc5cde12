"""Which conditions go with a failure: those that every failing case has, and no passing one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from cpcs_harness.conditions.model import Condition, Pair

Case = frozenset[Condition]


@dataclass(frozen=True)
class Isolated:
    """What every failing case has and no passing one; of the three, the first that there is."""

    values: tuple[Condition, ...] = ()
    pairs: tuple[Pair, ...] = ()
    several: tuple[tuple[Condition, ...], ...] = ()
    """Values of one dimension, of which every failing case has one, and no passing case any."""


def isolated(failing: Collection[Case], passing: Collection[Case]) -> Isolated:
    """Give all conditions, pairs, or several values of one dimension that go with a failure; there may be none.

    Where nothing fails or nothing passes there is nothing to tell apart, and nothing is given.
    """
    if not failing or not passing:
        return Isolated()
    shared = sorted(frozenset.intersection(*failing))
    had = frozenset[Condition]().union(*passing)
    if values := tuple(one for one in shared if one not in had):
        return Isolated(values)
    pairs = _pairs(shared, passing)
    return Isolated((), pairs, () if pairs else _several(failing, had))


def _pairs(shared: Sequence[Condition], passing: Iterable[Case]) -> tuple[Pair, ...]:
    due = set(combinations(shared, 2))
    for case in passing:
        due.difference_update(combinations([one for one in shared if one in case], 2))
    return tuple(sorted(due))


def _several(failing: Collection[Case], had: Case) -> tuple[tuple[Condition, ...], ...]:
    values: dict[str, set[Condition]] = defaultdict(set)
    for case in failing:
        for one in case:
            values[one.dimension].add(one)
    return tuple(
        tuple(sorted(found))
        for _, found in sorted(values.items())
        if had.isdisjoint(found) and all(not found.isdisjoint(case) for case in failing)
    )
