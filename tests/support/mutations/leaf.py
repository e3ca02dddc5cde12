"""One thing that a message or a screen says, and the same message with that thing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

GONE = object()
"""In place of a value: the thing is left out."""
TWICE = object()
"""In place of a value: the thing stands twice."""
BESIDE = object()
"""In place of a value: another of its kind stands beside it, with other values."""
KEPT = frozenset(
    (
        "system",
        "use",
        "url",
        "reference",
        "resourceType",
        "kind",
        "label",
        "title",
        "type",
        "profile",
        "status",
    )
)
"""What says of a thing which kind of thing it is: another beside it has the same."""


@dataclass(frozen=True)
class Leaf:
    """One thing that is said."""

    place: str
    """Where it stands, alike in all messages of a kind: places in lists are named by what they hold."""
    value: Any
    change: Callable[[Any], Any]
    """Gives the whole with another value here, GONE, TWICE or BESIDE; None where that cannot be."""
    view: Any = None
    """The message or screen that says it, as it is in the run."""

    def within(self, place: str, wrap: Callable[[Any], Any]) -> Leaf:
        """Give the leaf of what holds this whole."""

        def change(value: Any) -> Any:
            changed = self.change(value)
            return None if changed is None else wrap(changed)

        return replace(self, place=place + self.place, change=change)
