"""Where the value of a dimension stands in a report: read from what was recorded, and put into what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_type_hints

from cpcs_harness.conditions.model import Dimension, Literal, Value
from cpcs_harness.people.besides import besides
from cpcs_harness.people.model import Report
from cpcs_harness.people.written import CALLERS, WAYS

FORMS, SECTIONS = "forms", "sections"
"""Fields that hold several: a value is one of them, and the plain value none of the dimension's."""
RINGS = "caller.code", "written.informant.code"
"""Fields of somebody who may not be there; the plain value says that nobody is."""


def is_field(path: str) -> bool:
    """Say whether a report has such a field, of text, of yes or no, or one that holds several."""
    return path in (*RINGS, FORMS, SECTIONS) or _kind(path) in (str, bool)


def takes(path: str, literal: Literal) -> bool:
    """Say whether a field can be drawn to be this."""
    if path == FORMS:
        return isinstance(literal, str)  # by name; the sender knows them, and a test has it write each
    if path == SECTIONS:
        return literal == "" or literal in besides()
    if path in RINGS:
        return literal == "" or literal in CALLERS
    known = WAYS.get(path)
    return isinstance(literal, _kind(path) or str) and (known is None or literal in known)


def value_in(dimension: Dimension, report: Mapping[str, Any]) -> Value | None:
    """Give the value that a report, in plain data, has of a dimension; None where it has none that is known."""
    held = _held(dimension.field, report)
    if isinstance(held, (list, tuple)):
        named = [value for value in dimension.values[1:] if value.literal in held]
        return named[0] if named else dimension.plain
    known = next((value for value in dimension.values if value.literal == held), None)
    return known or next((value for value in dimension.values if value.is_anything_else), None)


def _held(path: str, report: Mapping[str, Any]) -> Any:
    held: Any = report
    for key in path.split("."):
        held = held.get(key) if type(held) is dict or isinstance(held, Mapping) else None
        if held is None:
            held = ""
    if path == SECTIONS and isinstance(held, Sequence):
        return [section["title"] for section in held]
    return held


def _kind(path: str) -> Any:
    kind: Any = Report
    for key in path.split("."):
        kind = _kinds(kind).get(key)
    return kind


@cache  # the hints of the same three classes took a half of the time that it takes to load all conditions
def _kinds(held: Any) -> Mapping[str, Any]:
    """Give the kind of each field that something of this kind has; none for a text."""
    return get_type_hints(held) if is_dataclass(held) and isinstance(held, type) else {}
