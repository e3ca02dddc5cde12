"""Covering arrays: a value of each dimension for everybody, so that each two values meet in somebody.

People are given, and how many; some have values that they must have, and most leave some dimensions plain. A covering
array of a library is a table of its own length, whose rows nobody owns: so each person's row is made here, one after
another, of those values that meet most others for the first time.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cpcs_harness.conditions.model import Condition, Conditions, Dimension, Row
from cpcs_harness.conditions.things import REPORT

REFUSABLE = 4
"""How many people have each value that a system may refuse: of them, a refusal shows that one value alone."""
ATTEMPTS, BESIDE = 80, 10
"""How often rows are made anew at most, where some pair is left out, and how many of these look at other messages."""
FIRST = 1 << 20
"""More than any value meets."""


@dataclass(frozen=True)
class Draws:
    """What one person's row may be."""

    pinned: Row = field(default_factory=dict)
    """The values that the person must have."""
    asked: frozenset[str] = frozenset()
    """Dimensions that are not drawn everywhere, and are drawn here."""
    may_be_refused: bool = False
    """Whether one of the values may be one that a system may refuse."""
    message: str = ""
    """The one message that the row is of, where it is one of several that somebody has."""

    def within(self, dimensions: Collection[str]) -> Draws:
        """Give what it says of some dimensions."""
        pinned = {id: value for id, value in self.pinned.items() if id in dimensions}
        return Draws(pinned, self.asked.intersection(dimensions), self.may_be_refused, self.message)

    def says_of(self, dimensions: Collection[str]) -> bool:
        """Say whether it asks for or pins any of some dimensions."""
        return not (self.asked.isdisjoint(dimensions) and self.pinned.keys().isdisjoint(dimensions))


def covering(
    conditions: Conditions, people: Mapping[str, Draws], seed: int | str
) -> dict[str, dict[str, str]]:
    """Give everybody's row: the same for the same seed and people, in whatever order these stand.

    Every message has an array of its own. A report is everybody's; other things are those of who asks for them. Of
    values that serve an array alike the one is taken that meets most of what the same person has of other messages.
    """
    number = {one: place for place, one in enumerate(conditions.all())}
    rows: dict[str, dict[str, str]] = {name: {} for name in people}
    for message, own in conditions.of_messages.items():
        having = {
            name: draws.within(own.dimensions)
            for name, draws in people.items()
            if draws.message in ("", message) and (message == REPORT or draws.says_of(own.dimensions))
        }
        others = {name: sum(1 << number[Condition(*one)] for one in rows[name].items()) for name in having}
        name_of_seed = f"{seed}/conditions" if message == REPORT else f"{seed}/{message}"
        made = _covering(own, having, name_of_seed, others)
        for name, row in made.items():
            rows[name] |= row
    return rows


def _covering(
    conditions: Conditions, people: Mapping[str, Draws], seed: str, others: Mapping[str, int]
) -> dict[str, dict[str, str]]:
    """Give the rows of one message; `others` is by name what a person has of other messages, as the bits of a number.

    Those who ask for dimensions come first, for pairs that few can have are theirs; where their rows leave a pair out,
    which chance may bring about, they are made anew, at last without a look at other messages.
    """
    asking = sorted(name for name, draws in people.items() if draws.asked)
    numbered = _Numbered(conditions)
    array, rows = _Array(numbered, f"{seed}/1", others), {}
    for attempt in range(1, (ATTEMPTS if asking else 0) + 1):
        tried = _Array(numbered, f"{seed}/{attempt}", others if attempt <= BESIDE else {})
        made = tried.rows(people, asking)
        if attempt == 1 or tried.left < array.left:
            array, rows = tried, made
        if not array.left:
            break
    return rows | array.rows(people, sorted(set(people) - set(asking)))


class _Numbered:
    """The conditions of a message by number: a set of them is the bits of a number, for each run lays everybody out."""

    def __init__(self, conditions: Conditions) -> None:
        self.dimensions, every = list(conditions.dimensions.values()), conditions.all()
        number = {one: place for place, one in enumerate(every)}
        self.choices = {
            dimension.id: {value.id: number[Condition(dimension.id, value.id)] for value in dimension.values}
            for dimension in self.dimensions
        }
        """By dimension, the numbers of its values."""
        self.refusable = [conditions.is_refusable(one) for one in every]
        self.apart, self.due = [0] * len(every), [0] * len(every)
        """By condition, those that it does not go together with, and those that it is to meet."""
        for place, one in enumerate(every):
            self.apart[place] = sum(
                1 << at for at, other in enumerate(every) if not conditions.go_together(one, other)
            )
        for one, other in conditions.pairs():
            self.due[number[one]] |= 1 << number[other]
            self.due[number[other]] |= 1 << number[one]


class _Array:
    """The rows so far, and what has yet to meet."""

    def __init__(self, numbered: _Numbered, seed: str, others: Mapping[str, int]) -> None:
        self.rng, self.order = random.Random(seed), numbered.dimensions  # noqa: S311 - a table
        self.choices, self.refusable, self.apart = numbered.choices, numbered.refusable, numbered.apart
        self.due, self.had = list(numbered.due), [0] * len(numbered.due)
        self.others, self.beside = others, [0] * len(numbered.due)
        """By person, what they have of other messages; by condition, what of these it has met."""

    @property
    def left(self) -> int:
        """How many conditions have yet to meet others, for each of those."""
        return sum(due.bit_count() for due in self.due)

    def rows(self, people: Mapping[str, Draws], names: list[str]) -> dict[str, dict[str, str]]:
        """Make a row for each of some people: those of whom least is pinned come first."""
        order = list(names)
        self.rng.shuffle(order)
        order.sort(key=lambda name: len(people[name].pinned))
        return {name: self.row(people[name], self.others.get(name, 0)) for name in order}

    def row(self, draws: Draws, others: int) -> dict[str, str]:
        """Make a person's row: what is pinned first, then the rest, in an order that differs from row to row."""
        drawn = [one for one in self.order if self._is_drawn(one, draws)]
        left = {one.id for one in drawn}
        row = {one.id: draws.pinned.get(one.id, one.plain.id) for one in self.order if one.id not in left}
        numbers = [self.choices[id][value] for id, value in row.items()]
        taken = sum(1 << number for number in numbers)
        self.rng.shuffle(drawn)
        for dimension in drawn:
            row[dimension.id] = value = self._best(dimension, taken, draws, others)
            numbers.append(self.choices[dimension.id][value])
            taken |= 1 << numbers[-1]
        # A refusal hides the rest; and who has everything pinned may be nobody of whom anything is sent.
        counts = bool(drawn) and not any(self.refusable[number] for number in numbers)
        for number in numbers:
            self.had[number] += 1
            self.beside[number] |= others
            if counts:
                self.due[number] &= ~taken
        return row

    def _is_drawn(self, dimension: Dimension, draws: Draws) -> bool:
        if dimension.id in draws.pinned:
            return False
        return dimension.is_everywhere or dimension.id in draws.asked

    def _best(self, dimension: Dimension, taken: int, draws: Draws, others: int) -> str:
        """Give the value that meets most for the first time, of its own message and then of others; or was had least.

        Where somebody has several of a thing, that comes before it which has most yet to meet: chance leaves no pair.
        """
        best, chosen = (-1, 0, 0, 0, 0.0), dimension.plain.id
        for value, number in self.choices[dimension.id].items():
            if self.apart[number] & taken:
                continue
            if self.refusable[number] and not (draws.may_be_refused and self.had[number] < REFUSABLE):
                continue
            meets = FIRST if self.refusable[number] else (self.due[number] & taken).bit_count()
            owes = self.due[number].bit_count() if draws.message else 0
            beside = (others & ~self.beside[number]).bit_count()
            rank = (meets, owes, beside, -self.had[number], self.rng.random())
            best, chosen = max((best, chosen), (rank, value))
        return chosen
