"""Conditions as data: kinds of things, their dimensions, and the values that these have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

Row = Mapping[str, str]
"""A value by dimension, each by its id."""
Literal = str | bool


@dataclass(frozen=True)
class Value:
    """One value of a dimension."""

    id: str
    literal: Literal
    """What stands in the field."""
    source: str
    is_anything_else: bool = False
    """Whether whatever stands in the field, and is of no other value, is of this one."""
    is_refusable: bool = False
    """Whether no published schema permits it, so that refusing it visibly passes."""


@dataclass(frozen=True)
class Dimension:
    """One way in which a kind of thing may differ; the first of its values is the plain one."""

    id: str
    kind: str
    field: str
    """What of the message it is, by path."""
    values: tuple[Value, ...]
    is_everywhere: bool
    """Whether everybody draws it, and not only the people of journeys that ask for it."""
    line: int = 0
    read_by: tuple[str, ...] = ()
    """Criteria whose checks read what it is of; none where each criterion that is for it does."""

    @property
    def plain(self) -> Value:
        """The value of whoever does not draw it."""
        return self.values[0]

    def value(self, id: str) -> Value | None:
        """Give the value of an id; None where it has none such."""
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> Mapping[str, Value]:
        return {value.id: value for value in reversed(self.values)}  # the first of two that are named alike


class Condition(NamedTuple):
    """One value of one dimension."""

    dimension: str
    value: str

    def __str__(self) -> str:
        return f"{self.dimension}: {self.value}"


Pair = tuple[Condition, Condition]


@dataclass(frozen=True)
class Exclusion:
    """Two values that nothing can have together, and why."""

    pair: Pair
    because: str
    line: int = 0


@dataclass(frozen=True)
class Conditions:
    """All dimensions, or those of one message, and what of them goes together."""

    dimensions: Mapping[str, Dimension]
    messages: Mapping[str, str]
    """Which message carries a kind of thing, by kind."""
    exclusions: tuple[Exclusion, ...] = ()
    file: str = ""
    _excluded: frozenset[Pair] = field(default=frozenset(), init=False, repr=False)

    def __post_init__(self) -> None:
        """Take down both orders of each exclusion, to be found at once."""
        pairs = [exclusion.pair for exclusion in self.exclusions]
        object.__setattr__(self, "_excluded", frozenset([*pairs, *((b, a) for a, b in pairs)]))

    @cached_property
    def of_messages(self) -> Mapping[str, Conditions]:
        """Those of each message by themselves, by its name: nothing of two messages is ever together."""
        names = dict.fromkeys(self.messages[one.kind] for one in self.dimensions.values())
        return {name: self._of(name) for name in names}

    def _of(self, message: str) -> Conditions:
        held = {id: one for id, one in self.dimensions.items() if self.messages[one.kind] == message}
        excluded = tuple(one for one in self.exclusions if one.pair[0].dimension in held)
        return Conditions(held, self.messages, excluded, self.file)

    def all(self) -> list[Condition]:
        """Give every value of every dimension."""
        return [Condition(one.id, value.id) for one in self.dimensions.values() for value in one.values]

    def pairs(self) -> list[Pair]:
        """Give every pair of values of two dimensions that one message carries together, and that can be together.

        What a system may refuse is in none: a refusal would hide what else it has, so it is drawn by itself.
        """
        return list(self._every_pair)

    @cached_property
    def _every_pair(self) -> tuple[Pair, ...]:
        return tuple(
            pair
            for one, other in combinations(self.dimensions.values(), 2)
            if self.messages[one.kind] == self.messages[other.kind]
            for pair in _pairs(one, other)
            if self.go_together(*pair) and self._refusable.isdisjoint(pair)
        )

    def go_together(self, one: Condition, other: Condition) -> bool:
        """Say whether something can have both: they are not excluded, and not both refusable."""
        if (one, other) in self._excluded:
            return False
        return not (self.is_refusable(one) and self.is_refusable(other))

    def is_refusable(self, condition: Condition) -> bool:
        """Say whether a system may refuse what has this value."""
        return condition in self._refusable

    @cached_property
    def _refusable(self) -> frozenset[Condition]:
        return frozenset(
            Condition(one.id, value.id)
            for one in self.dimensions.values()
            for value in one.values
            if value.is_refusable
        )

    def message_of(self, condition: Condition) -> str:
        """Name the message, or other thing, that carries a condition."""
        return self.messages[self.dimensions[condition.dimension].kind]

    def conditions_of(self, row: Row) -> list[Condition]:
        """Give a row as conditions, in the order of the dimensions."""
        return [Condition(id, row[id]) for id in self.dimensions if id in row]


def pairs_of(conditions: Iterable[Condition]) -> Iterable[Pair]:
    """Give each two of the conditions that something has, in their order."""
    return combinations(conditions, 2)


def _pairs(one: Dimension, other: Dimension) -> Iterable[Pair]:
    return (
        (Condition(one.id, first.id), Condition(other.id, second.id))
        for first in one.values
        for second in other.values
    )
