"""Reads `fixtures/conditions.yaml`; every mistake in it is told with file and line."""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from cpcs_harness._content import ROOT
from cpcs_harness.catalogue.yaml_file import Entry, Unquoted, YamlFile, named, read_yaml
from cpcs_harness.conditions.model import Condition, Conditions, Dimension, Exclusion, Literal, Value
from cpcs_harness.conditions.things import NAMES, is_field, takes

WHAT = "conditions"
CONDITIONS = ROOT / "fixtures" / "conditions.yaml"
_DRAWN = {"everywhere": True, "asked": False}


@cache
def conditions() -> Conditions:
    """Give the conditions of the project."""
    return load_conditions(CONDITIONS)


def load_conditions(path: Path) -> Conditions:
    """Read a file of conditions; raises UsageProblem with all mistakes, each with its line."""
    file = read_yaml(path, WHAT)
    if not isinstance(file.data, dict):
        file.mistake((), "expected kinds, dimensions and exclusions")
        file.raise_problems(WHAT)
    messages = {entry.id: _text(entry, "message") for entry in file.entries("kinds") if entry.id}
    dimensions: dict[str, Dimension] = {}
    for entry in file.entries("dimensions"):
        dimension = _dimension(entry, messages)
        if dimension is None:
            continue
        if dimension.id in dimensions:
            entry.mistake((), f"the dimension is here twice; first on line {dimensions[dimension.id].line}")
        dimensions[dimension.id] = dimension
    exclusions = [
        exclusion
        for entry in file.entries("exclusions")
        for exclusion in _exclusions(entry, dimensions, messages)
    ]
    _say_what_has_nothing(file, dimensions, messages)
    file.raise_problems(WHAT)
    return Conditions(dimensions, messages, tuple(exclusions), str(path))


def _dimension(entry: Entry, messages: dict[str, str]) -> Dimension | None:
    id, kind, field = entry.id, _text(entry, "kind"), _text(entry, "field")
    drawn, source = _text(entry, "drawn"), entry.data.get("source")
    if id is None:
        entry.mistake((), "a dimension has an id")
        return None
    if kind not in messages:
        entry.mistake(("kind",), f"{named(kind)} is no kind; known: {', '.join(messages)}")
        return None
    message = messages[kind]
    if message not in NAMES:
        return None  # the kind says so on its own line
    if drawn not in _DRAWN:
        entry.mistake(("drawn",), f"expected {' or '.join(_DRAWN)}, received {named(drawn)}")
    if not is_field(message, field):
        entry.mistake(("field",), f"{named(field)} is nothing that a {message} has")
        return None
    held = entry.data.get("values")
    values = [
        value
        for index, written in enumerate(held if isinstance(held, list) else ())
        if (value := _value(entry, index, written, message, source)) is not None
    ]
    _say_what_is_twice(entry, values)
    if len(values) < 2:
        entry.mistake(("values",), "a dimension has two values at least")
        return None
    return Dimension(
        id, kind, field, tuple(values), _DRAWN.get(drawn, False), entry.line, _names(entry, "read_by")
    )


def _value(entry: Entry, index: int, written: Any, message: str, source: Any) -> Value | None:
    place, field = ("values", index), _text(entry, "field")
    if not isinstance(written, dict) or not isinstance(written.get("id"), str):
        entry.mistake(place, "expected a value with an id")
        return None
    literal = _literal(written.get("is"))
    own = written.get("source", source)
    if literal is None:
        entry.mistake(place, f"{named(written['id'])}: expected what the field is, as a text, true or false")
        return None
    if not takes(message, field, literal):
        entry.mistake(place, f"{named(written['id'])}: nothing can make {literal!r} of {field}")
    if not isinstance(own, str) or not own:
        entry.mistake(place, f"{named(written['id'])} has no source, and neither has its dimension")
        own = ""
    flags = {key: _literal(written.get(key)) is True for key in ("else", "refusable")}
    return Value(written["id"], literal, own, flags["else"], flags["refusable"])


def _literal(written: Any) -> Literal | None:
    if isinstance(written, Unquoted):
        return {"true": True, "false": False}.get(written.written)
    return written if isinstance(written, str) else None


def _exclusions(entry: Entry, dimensions: dict[str, Dimension], messages: dict[str, str]) -> list[Exclusion]:
    """Give every two values that an entry has apart: of each dimension it names one, or a list of several."""
    held = entry.data.get("of")
    sides = [
        _side(entry, *named_values, dimensions)
        for named_values in (held if isinstance(held, dict) else {}).items()
    ]
    because = _text(entry, "because")
    if not because:
        entry.mistake((), "an exclusion says why: because")
    if len(sides) != 2:
        entry.mistake(("of",), f"an exclusion is of two dimensions, and not of {len(sides)}")
        return []
    first, second = sides
    pairs = list(product(first, second))
    if any(len({messages[dimensions[one.dimension].kind] for one in pair}) == 2 for pair in pairs):
        entry.mistake(("of",), "excludes what no one message carries together")
    if any(all(dimensions[one.dimension].plain.id == one.value for one in pair) for pair in pairs):
        entry.mistake(("of",), "contradicts itself: who draws nothing has both")
    return [Exclusion(pair, because, entry.line) for pair in pairs]


def _side(
    entry: Entry, dimension: str, named_values: Any, dimensions: dict[str, Dimension]
) -> list[Condition]:
    known = dimensions.get(dimension)
    if known is None:
        entry.mistake(("of", dimension), f"{named(dimension)} is no dimension")
        return []
    found = []
    for value in map(str, named_values if isinstance(named_values, list) else [named_values]):
        if known.value(value) is None:
            values = ", ".join(one.id for one in known.values)
            entry.mistake(("of", dimension), f"{named(value)} is no value of it; known: {values}")
        else:
            found.append(Condition(dimension, value))
    return found


def _say_what_is_twice(entry: Entry, values: list[Value]) -> None:
    for key in ("id", "literal"):
        seen: set[Any] = set()
        for index, value in enumerate(values):
            if getattr(value, key) in seen:
                entry.mistake(("values", index), f"{getattr(value, key)!r} is a value of it already")
            seen.add(getattr(value, key))
    if sum(value.is_anything_else for value in values) > 1:
        entry.mistake(("values",), "two values take whatever else stands there")
    if values and values[0].is_refusable:
        entry.mistake(("values", 0), "the plain value cannot be one that a system may refuse")


def _say_what_has_nothing(file: YamlFile, dimensions: dict[str, Dimension], messages: dict[str, str]) -> None:
    used = {dimension.kind for dimension in dimensions.values()}
    for entry in file.entries("kinds"):
        if entry.id and entry.id not in used and not file.problems:
            entry.mistake((), "the kind has no dimension")
        if entry.id and messages[entry.id] not in NAMES:
            entry.mistake(("message",), f"a kind says what carries it: one of {', '.join(NAMES)}")


def _names(entry: Entry, key: str) -> tuple[str, ...]:
    written = entry.data.get(key, [])
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        entry.mistake((key,), "expected a list of names")
        return ()
    return tuple(written)


def _text(entry: Entry, key: str) -> str:
    written = entry.data.get(key)
    return written if isinstance(written, str) else ""
