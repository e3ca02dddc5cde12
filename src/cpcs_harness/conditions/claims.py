"""The conditions that a criterion is to be judged under, as its entry in the catalogue says, by message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cpcs_harness.catalogue import Criterion
from cpcs_harness.conditions.model import Condition, Conditions, Dimension
from cpcs_harness.errors import Problem

ALL, EVERYWHERE = "all", "everywhere"
"""In place of a list of dimensions: each of a message, or each that everybody draws."""


def claimed(criterion: Criterion, known: Conditions) -> frozenset[Condition]:
    """Give what a criterion is to be judged under: every value of a dimension, or one that is named with it."""
    return frozenset(
        condition
        for message, asked in criterion.conditions.items()
        for dimension in _of(message, known)
        for condition in _conditions_of(dimension)
        if str(condition) in asked or _has(asked, dimension)
    )


def claimed_and_judged(
    judged: Mapping[str, frozenset[Condition]], criteria: Mapping[str, Criterion], known: Conditions
) -> frozenset[Condition]:
    """Give the conditions under which criteria were judged that are for them, and read what they are of."""
    return frozenset(
        one
        for id, under in judged.items()
        if id in criteria
        for one in under & claimed(criteria[id], known)
        if id in (known.dimensions[one.dimension].read_by or (id,))
    )


def _has(asked: Sequence[str], dimension: Dimension) -> bool:
    named = dimension.id in asked or asked == (ALL,)
    return named or (asked == (EVERYWHERE,) and dimension.is_everywhere)


def _conditions_of(dimension: Dimension) -> list[Condition]:
    return [Condition(dimension.id, value.id) for value in dimension.values]


def unknown_claims(criteria: Iterable[Criterion], known: Conditions) -> list[Problem]:
    """Give, with file and line, the criteria that claim what is no message or no dimension of it."""
    return [problem for criterion in criteria for problem in _mistakes(criterion, known)]


def _mistakes(criterion: Criterion, known: Conditions) -> Iterator[Problem]:
    for message, asked in criterion.conditions.items():
        own = _of(message, known)
        names = {*(one.id for one in own), *(str(value) for one in own for value in _conditions_of(one))}
        said = [f"{message!r} is no message that has conditions"] if not own else []
        if own and asked not in ((ALL,), (EVERYWHERE,)):
            said = [f"{message}: there is no dimension {name!r}" for name in asked if name not in names]
        for words in said:
            yield Problem(criterion.file, criterion.line, criterion.id, f"conditions: {words}")


def _of(message: str, known: Conditions) -> list[Dimension]:
    return [one for one in known.dimensions.values() if known.messages[one.kind] == message]
