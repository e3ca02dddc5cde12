"""Records as plain JSON and back: what is missing, what is new, and what nests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pytest

from cpcs_harness.records import as_json, from_json, unwritten


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    name: str
    colour: Colour = Colour.RED


@dataclass(frozen=True)
class Whole:
    id: str
    parts: tuple[Part, ...]
    by_name: Mapping[str, Part]
    lists: Mapping[str, tuple[str, ...]]
    best: Part | None
    counts: Mapping[str, int] = field(default_factory=dict)
    note: str = ""


WHOLE = Whole("w", (Part("a"),), {"b": Part("b")}, {"c": ("d", "e")}, Part("f"), {"g": 1}, "h")
PLAIN = {
    "id": "w",
    "parts": [{"name": "a", "colour": "red"}],
    "by_name": {"b": {"name": "b", "colour": "red"}},
    "lists": {"c": ["d", "e"]},
    "best": {"name": "f", "colour": "red"},
    "counts": {"g": 1},
    "note": "h",
}


def test_there_and_back():
    assert as_json(WHOLE) == PLAIN
    assert list(as_json(WHOLE)) == list(PLAIN)
    assert type(as_json(WHOLE)["parts"][0]["colour"]) is str
    assert from_json(Whole, PLAIN) == WHOLE
    assert from_json(Whole, PLAIN).parts[0].colour is Colour.RED


@dataclass(frozen=True)
class Timed:
    name: str
    seconds: float = unwritten(0.0)


def test_what_is_never_written_is_no_part_of_a_record_but_can_be_given():
    assert as_json(Timed("a", 1.5)) == {"name": "a"}
    assert Timed("a", 1.5) == Timed("a", 2.5)
    assert from_json(Timed, {"name": "a"}).seconds == 0.0
    assert from_json(Timed, {"name": "a", "seconds": 1.5}).seconds == 1.5


def test_nothing_stays_nothing():
    assert from_json(Whole, PLAIN | {"best": None}).best is None


def test_what_is_missing_is_as_usual_and_what_is_new_is_left_out():
    less = {key: value for key, value in PLAIN.items() if key not in ("counts", "note")}

    assert from_json(Whole, less | {"colour": "blue"}) == Whole(
        WHOLE.id, WHOLE.parts, WHOLE.by_name, WHOLE.lists, WHOLE.best
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"parts": [{}]}, "name is missing"),
        ({"parts": [{"name": "a", "colour": "blue"}]}, "blue"),
        ({"id": None}, "id is null"),
        ({"id": 1}, "id is int, where .*str.* is due"),
        ({"parts": "a"}, "parts is str, where tuple.* is due"),
        ({"by_name": []}, "by_name is list, where .*Mapping.* is due"),
        ({"lists": {"c": ["d", 1]}}, "lists is int"),
        ({"best": {"name": None}}, "name is null"),
    ],
)
def test_what_is_due_or_wrong_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        from_json(Whole, PLAIN | change)
