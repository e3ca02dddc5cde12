"""Which conditions the people of journeys draw: what each journey asks for and pins, laid out over all its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol

from cpcs_harness.conditions.array import Draws, covering
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Conditions, Literal, Row
from cpcs_harness.conditions.things import REPORT
from cpcs_harness.conditions.written_as import FORMS, value_in
from cpcs_harness.errors import Problem, UsageProblem
from cpcs_harness.people.conditioned import Settings


class DrawsConditions(Protocol):
    """What of a journey says which conditions its people draw."""

    may_be_refused: ClassVar[bool]

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Give what a person draws besides what everybody does."""

    @classmethod
    def several(cls, label: str) -> Mapping[str, int]:
        """Give how many of a message a person has, each drawn by itself."""

    @classmethod
    def pinned(cls, label: str) -> Row:
        """Give the values that a person must have."""


OF_SEVERAL = "#"
"""In the name of a row, before the message, and the number, of one of several things that a person has."""

MOST = 200
"""Things of one kind that one person has."""


@dataclass(frozen=True)
class Asks:
    """What of a journey decides which conditions its people draw, as data."""

    draws: tuple[str, ...] = ()
    """Dimensions, and messages of which each dimension is asked for, as the journey's own patient draws them."""
    may_be_refused: bool = False
    pinned: Mapping[str, Row] = field(default_factory=dict)
    """By label, the values that a person must have; the journey's own patient has the empty label."""
    otherwise: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By label, what a further patient draws, where that is something else."""
    several: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By label, how many of a message a person has, each drawn by itself."""


def asks_of(journey: type[DrawsConditions], labels: Sequence[str]) -> Asks:
    """Give what a journey asks for, and what it pins of its own patient and of further ones."""
    pinned = {label: dict(row) for label in ("", *labels) if (row := journey.pinned(label))}
    draws = journey.asks("")
    otherwise = {label: asked for label in labels if (asked := journey.asks(label)) != draws}
    several = {label: dict(many) for label in ("", *labels) if (many := journey.several(label))}
    return Asks(draws, journey.may_be_refused, pinned, otherwise, several)


def rows_of(
    conditions: Conditions,
    asks: Mapping[str, Asks],
    further: Mapping[str, Sequence[str]],
    seed: int | str,
) -> dict[str, dict[str, str]]:
    """Give the row of each person of each journey, by journey, or journey and label; and of each of several by `#`.

    Raises UsageProblem where a journey names a dimension or value that there is not, or has one person have two values
    that exclude each other.
    """
    people: dict[str, Draws] = {}
    for id, journey in asks.items():
        for label in ("", *further.get(id, ())):
            who = f"{id}/{label}" if label else id
            people[who] = _draws(conditions, id, journey, label)
            people |= _several(conditions, who, journey, label)
    return covering(conditions, people, seed)


def _pinned_of(conditions: Conditions, pinned: Row, message: str) -> dict[str, str]:
    """Give what a person must have of one message: each of several of theirs has it."""
    return {id: value for id, value in pinned.items() if id in conditions.of_messages[message].dimensions}


def _several(conditions: Conditions, who: str, journey: Asks, label: str) -> dict[str, Draws]:
    """Give what is drawn of each of several things that one person has."""
    wrong = [
        f"cannot have {many} of {message!r}"
        for message, many in journey.several.get(label, {}).items()
        if message not in conditions.of_messages or message == REPORT or not 0 < many <= MOST
    ]
    if wrong:
        problems = [Problem(conditions.file, 0, who, words) for words in wrong]
        raise UsageProblem("a journey draws conditions that it cannot", problems)
    return {
        f"{who}{OF_SEVERAL}{message}{OF_SEVERAL}{number:03}": Draws(
            pinned=_pinned_of(conditions, journey.pinned.get(label, {}), message),
            asked=frozenset(conditions.of_messages[message].dimensions),
            may_be_refused=True,
            message=message,
        )
        for message, many in journey.several.get(label, {}).items()
        for number in range(1, many + 1)
    }


def settings_of(conditions: Conditions, row: Row) -> Settings:
    """Give what a row puts into a report, and what else is drawn, by field; what is plain of several is left out."""
    found: dict[str, tuple[Any, ...]] = {}
    things: dict[str, dict[str, Literal]] = {}
    for id, value_id in row.items():
        dimension = conditions.dimensions[id]
        value = dimension.value(value_id)
        message = conditions.messages[dimension.kind]
        if value is not None and message != REPORT:
            things.setdefault(message, {})[dimension.field] = value.literal
        elif value is not None and (dimension.field != FORMS or value.literal):
            found[dimension.field] = (*found.get(dimension.field, ()), value.literal)
    return Settings(found, things)


def pins_of(conditions: Conditions, changes: Mapping[str, Any]) -> dict[str, str]:
    """Give the values that a report has by changes of its fields; of its forms, those that the changes name."""
    pins = {}
    for dimension in conditions.of_messages[REPORT].dimensions.values():
        if dimension.field.split(".")[0] not in changes:
            continue
        value = value_in(dimension, changes)
        if value is not None and (dimension.field != FORMS or value is not dimension.plain):
            pins[dimension.id] = value.id
    return pins


def _draws(conditions: Conditions, id: str, journey: Asks, label: str) -> Draws:
    of = conditions.of_messages
    named = journey.otherwise.get(label, journey.draws)
    asked = frozenset(id for name in named for id in (of[name].dimensions if name in of else (name,)))
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
    said = [
        f"there is no dimension or message {id!r}"
        for id in sorted({*asked, *pinned} - set(conditions.dimensions))
    ]
    for id, value in pinned.items():
        dimension = conditions.dimensions.get(id)
        if dimension is not None and dimension.value(value) is None:
            said.append(f"{id}: there is no value {value!r}")
    return [Problem(conditions.file, 0, who, words) for words in said]


def _contradictions(conditions: Conditions, who: str, pinned: Row) -> list[Problem]:
    return [
        Problem(conditions.file, exclusion.line, who, f"has both of what is excluded: {exclusion.because}")
        for exclusion in (conditions.exclusions if len(pinned) > 1 else ())
        if all(pinned.get(one.dimension) == one.value for one in exclusion.pair)
    ]


def settings_of_people(
    asks: Mapping[str, Asks], further: Mapping[str, Sequence[str]], seed: int | str
) -> dict[str, Settings]:
    """Give what the conditions of everybody put into their reports, by journey, or journey and label."""
    known = conditions()
    rows = rows_of(known, asks, further, seed)
    several: dict[str, dict[str, tuple[Mapping[str, Literal], ...]]] = {}
    for name in sorted(name for name in rows if OF_SEVERAL in name):
        who, message, _ = name.split(OF_SEVERAL)
        of = several.setdefault(who, {})
        of[message] = (*of.get(message, ()), settings_of(known, rows[name]).things[message])
    return {
        name: replace(settings_of(known, row), several=several.get(name, {}))
        for name, row in rows.items()
        if OF_SEVERAL not in name
    }


def settings_of_journeys(
    journeys: Mapping[str, type[DrawsConditions]], further: Mapping[str, Sequence[str]], seed: int | str
) -> dict[str, Settings]:
    """Give the same for journeys as their suites describe them."""
    asks = {id: asks_of(journey, further.get(id, ())) for id, journey in journeys.items()}
    return settings_of_people(asks, further, seed)
