"""Which conditions the people of journeys draw: what each journey asks for and pins, laid out over all its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol

from cpcs_harness.conditions.array import Draws, covering
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Conditions, Row
from cpcs_harness.conditions.written_as import FORMS, value_in
from cpcs_harness.errors import Problem, UsageProblem
from cpcs_harness.people.conditioned import Settings

ALL = "all"
"""Asks for every dimension."""


class DrawsConditions(Protocol):
    """What of a journey says which conditions its people draw."""

    draws: ClassVar[tuple[str, ...]]
    may_be_refused: ClassVar[bool]

    @classmethod
    def pinned(cls, label: str) -> Row:
        """Give the values that a person must have."""


@dataclass(frozen=True)
class Asks:
    """What of a journey decides which conditions its people draw, as data."""

    draws: tuple[str, ...] = ()
    may_be_refused: bool = False
    pinned: Mapping[str, Row] = field(default_factory=dict)
    """By label, the values that a person must have; the journey's own patient has the empty label."""


def asks_of(journey: type[DrawsConditions], labels: Sequence[str]) -> Asks:
    """Give what a journey asks for, and what it pins of its own patient and of further ones."""
    pinned = {label: dict(row) for label in ("", *labels) if (row := journey.pinned(label))}
    return Asks(journey.draws, journey.may_be_refused, pinned)


def rows_of(
    conditions: Conditions,
    asks: Mapping[str, Asks],
    further: Mapping[str, Sequence[str]],
    seed: int | str,
) -> dict[str, dict[str, str]]:
    """Give the row of each person of each journey, by journey, or journey and label.

    Raises UsageProblem where a journey names a dimension or value that there is not, or has one person have two values
    that exclude each other.
    """
    people = {
        f"{id}/{label}" if label else id: _draws(conditions, id, journey, label)
        for id, journey in asks.items()
        for label in ("", *further.get(id, ()))
    }
    return covering(conditions, people, seed)


def settings_of(conditions: Conditions, row: Row) -> Settings:
    """Give what a row puts into a report, by field; what is plain of several is left out."""
    found: dict[str, tuple[Any, ...]] = {}
    for id, value_id in row.items():
        dimension = conditions.dimensions[id]
        value = dimension.value(value_id)
        if value is not None and (dimension.field != FORMS or value.literal):
            found[dimension.field] = (*found.get(dimension.field, ()), value.literal)
    return found


def pins_of(conditions: Conditions, changes: Mapping[str, Any]) -> dict[str, str]:
    """Give the values that a report has by changes of its fields; of its forms, those that the changes name."""
    pins = {}
    for dimension in conditions.dimensions.values():
        if dimension.field.split(".")[0] not in changes:
            continue
        value = value_in(dimension, changes)
        if value is not None and (dimension.field != FORMS or value is not dimension.plain):
            pins[dimension.id] = value.id
    return pins


def _draws(conditions: Conditions, id: str, journey: Asks, label: str) -> Draws:
    asked = frozenset(conditions.dimensions) if tuple(journey.draws) == (ALL,) else frozenset(journey.draws)
    draws = Draws(dict(journey.pinned.get(label, {})), asked, journey.may_be_refused)
    who = f"{id}/{label}" if label else id
    problems = [
        *_unknown(conditions, who, asked, draws.pinned),
        *_contradictions(conditions, who, draws.pinned),
    ]
    if problems:
        raise UsageProblem("a journey draws conditions that it cannot", problems)
    refusable = any(
        value is not None and value.is_refusable
        for dimension, of in draws.pinned.items()
        if (value := conditions.dimensions[dimension].value(of)) is not None
    )
    return replace(draws, may_be_refused=False) if refusable else draws


def _unknown(conditions: Conditions, who: str, asked: frozenset[str], pinned: Row) -> list[Problem]:
    said = [f"there is no dimension {id!r}" for id in sorted({*asked, *pinned} - set(conditions.dimensions))]
    for id, value in pinned.items():
        dimension = conditions.dimensions.get(id)
        if dimension is not None and dimension.value(value) is None:
            said.append(f"{id}: there is no value {value!r}")
    return [Problem(conditions.file, 0, who, words) for words in said]


def _contradictions(conditions: Conditions, who: str, pinned: Row) -> list[Problem]:
    return [
        Problem(conditions.file, exclusion.line, who, f"has both of what is excluded: {exclusion.because}")
        for exclusion in conditions.exclusions
        if all(pinned.get(one.dimension) == one.value for one in exclusion.pair)
    ]


def settings_of_people(
    asks: Mapping[str, Asks], further: Mapping[str, Sequence[str]], seed: int | str
) -> dict[str, Settings]:
    """Give what the conditions of everybody put into their reports, by journey, or journey and label."""
    known = conditions()
    rows = rows_of(known, asks, further, seed)
    return {name: settings_of(known, row) for name, row in rows.items()}


def settings_of_journeys(
    journeys: Mapping[str, type[DrawsConditions]], further: Mapping[str, Sequence[str]], seed: int | str
) -> dict[str, Settings]:
    """Give the same for journeys as their suites describe them."""
    asks = {id: asks_of(journey, further.get(id, ())) for id, journey in journeys.items()}
    return settings_of_people(asks, further, seed)
