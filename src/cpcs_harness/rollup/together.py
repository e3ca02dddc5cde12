"""Two things of one patient that a criterion reads together: which pairs of their conditions met in somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations, product

from cpcs_harness.catalogue import Criterion
from cpcs_harness.conditions.claims import claimed
from cpcs_harness.conditions.model import Condition, Conditions, Pair
from cpcs_harness.judging.things.conditions import RecordedConditions

Things = tuple[str, str]


def together(recorded: RecordedConditions, criteria: Iterable[Criterion]) -> dict[str, tuple[int, ...]]:
    """Give, by two things, how many pairs met in a patient, and how many can, of what criteria are for."""
    met = _met(recorded)
    return {
        " and ".join(things): (len(pairs & met.get(things, set())), len(pairs))
        for things, pairs in sorted(_due(recorded.known, criteria).items())
    }


def _due(known: Conditions, criteria: Iterable[Criterion]) -> Mapping[Things, set[Pair]]:
    """Give the pairs of two things that one criterion is for; what may be refused hides the other, and is in none."""
    due: dict[Things, set[Pair]] = defaultdict(set)
    for criterion in criteria:
        by_thing: dict[str, list[Condition]] = defaultdict(list)
        for condition in claimed(criterion, known):
            if not known.is_refusable(condition):
                by_thing[known.message_of(condition)].append(condition)
        for one, other in combinations(sorted(by_thing), 2):
            due[one, other].update(product(by_thing[one], by_thing[other]))
    return due


def _met(recorded: RecordedConditions) -> Mapping[Things, set[Pair]]:
    met: dict[Things, set[Pair]] = defaultdict(set)
    for had in recorded.of_patients.values():
        for one, other in combinations(sorted(had), 2):
            met[one, other].update(product(had[one], had[other]))
    return met
