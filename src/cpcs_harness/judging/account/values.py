"""The single values of what a call says: its address, its query, and the leaves of JSON or XML in its body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging.views.exchange import MessageView

_COMPARED = ("eq", "ge", "le", "gt", "lt", "ap")
"""Ways in which a FHIR search compares a date."""


def values_of(request: MessageView) -> Iterator[str]:
    """Give each value that a request says; a search's ways of comparing are left off."""
    yield from (segment for segment in request.segments if segment)
    for _, value in request.query:
        yield value.rpartition("|")[2].removesuffix("*")
        yield from (value[2:] for way in _COMPARED if value.startswith(way))
    if request.body:
        yield from leaves(request.json)
        yield from _of_xml(request.xml if request.json is None else None)


def leaves(held: Any) -> Iterator[str]:
    """Give the texts and numbers in plain data, however deep."""
    waiting = [held]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind is str:
            yield value
        elif kind is dict or isinstance(value, Mapping):
            waiting += value.values()
        elif isinstance(value, (list, tuple)):
            waiting += value
        elif isinstance(value, (str, int)) and kind is not bool:
            yield str(value)


def _of_xml(root: Any) -> Iterator[str]:
    for node in root.iter() if root is not None else ():
        yield from filter(None, ((node.text or "").strip(), *map(str, node.attrib.values())))
