"""The conditions that a criterion is to be judged under, as its entry in the catalogue says, by message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cpcs_harness.catalogue import Criterion
from cpcs_harness.conditions.model import Condition, Conditions, Dimension
from cpcs_harness.errors import Problem

ALL, EVERYWHERE = "all", "everywhere"
"""In place of a list of dimensions: each of a message, or each that everybody draws."""


def claimed(criterion: Criterion, known: Conditions) -> frozenset[Condition]:
    """Give every value of the dimensions that a criterion is to be judged under."""
    return frozenset(
        Condition(dimension.id, value.id)
        for message, asked in criterion.conditions.items()
        for dimension in _of(message, known)
        if dimension.id in asked or asked == (ALL,) or (asked == (EVERYWHERE,) and dimension.is_everywhere)
        for value in dimension.values
    )


def unknown_claims(criteria: Iterable[Criterion], known: Conditions) -> list[Problem]:
    """Give, with file and line, the criteria that claim what is no message or no dimension of it."""
    return [problem for criterion in criteria for problem in _mistakes(criterion, known)]


def _mistakes(criterion: Criterion, known: Conditions) -> Iterator[Problem]:
    for message, asked in criterion.conditions.items():
        dimensions = {dimension.id for dimension in _of(message, known)}
        said = [f"{message!r} is no message that has conditions"] if not dimensions else []
        if dimensions and asked not in ((ALL,), (EVERYWHERE,)):
            said = [f"{message}: there is no dimension {id!r}" for id in asked if id not in dimensions]
        for words in said:
            yield Problem(criterion.file, criterion.line, criterion.id, f"conditions: {words}")


def _of(message: str, known: Conditions) -> list[Dimension]:
    return [one for one in known.dimensions.values() if known.messages[one.kind] == message]
