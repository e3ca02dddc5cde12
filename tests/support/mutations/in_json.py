"""The things that a JSON value says."""

from __future__ import annotations

import copy
import json
from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from mutations.kinds import otherwise
from mutations.leaf import BESIDE, GONE, KEPT, TWICE, Leaf

NAMED_BY = (
    ("resource", "resourceType"),
    ("resourceType",),
    ("category", "coding", 0, "code"),
    ("code", "coding", 0, "code"),
    ("action",),
    ("kind",),
    ("label",),
    ("title",),
    ("type",),
    ("use",),
    ("url",),
    ("system",),
)
"""By which of its values an element of a list is called."""


def leaves(value: Any, own: Collection[str] = ()) -> Iterator[Leaf]:
    """Give each scalar, and each element of a list that is none; of a list, those with texts of one's own last."""
    for path, place, found in _paths(value, (), "", own):
        yield Leaf(place, found, partial(_changed, value, path))


def leaves_of(body: bytes) -> Iterator[Leaf]:
    """Give those of a JSON text, which each change gives again."""
    for leaf in leaves(json.loads(body)):
        yield leaf.within("", _written)


def _written(value: Any) -> bytes:
    return json.dumps(value).encode()


def _paths(
    value: Any, path: tuple[Any, ...], place: str, own: Collection[str] = ()
) -> Iterator[tuple[tuple[Any, ...], str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key), f"{place}.{key}" if place else str(key), own)
    elif isinstance(value, list):
        for index, inner in sorted(enumerate(value), key=lambda pair: _is_own(pair[1], own)):
            called = f"{place}[{_name_of(inner)}]"
            if isinstance(inner, (dict, list)):
                yield (*path, index), called, inner
            yield from _paths(inner, (*path, index), called, own)
    else:
        yield path, place, value


def _is_own(element: Any, own: Collection[str]) -> bool:
    said = json.dumps(element) if own else ""
    return any(text in said for text in own)


def _name_of(element: Any) -> str:
    for path in NAMED_BY:
        found = element
        for key in path:
            try:
                found = found[key]
            except (KeyError, IndexError, TypeError):
                break
        else:
            if isinstance(found, str) and len(found) < 80:
                return found.rsplit("/", 1)[-1]
    return ""


def _changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return None
    changed = copy.deepcopy(value)
    at = changed
    for key in path[:-1]:
        at = at[key]
    if new is GONE:
        del at[path[-1]]
    elif new is TWICE or new is BESIDE:
        if not isinstance(at, list):
            return None
        more = copy.deepcopy(at[path[-1]])
        at.insert(path[-1] + 1, _another(more) if new is BESIDE else more)
    else:
        at[path[-1]] = new
    return changed


def _another(value: Any) -> Any:
    """Give a thing of the same kind with other values."""
    if isinstance(value, dict):
        return {key: inner if key in KEPT else _another(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_another(inner) for inner in value]
    return value if value is None else otherwise(value)
