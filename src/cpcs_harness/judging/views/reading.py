"""What functions read out of a view, kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

R = TypeVar("R")
V = TypeVar("V", bound="Readable")


class Readable:
    """A view that many checks read in the same ways."""

    @cached_property
    def _made(self) -> dict[Callable[[Any], Any], Any]:
        return {}

    def read(self: V, how: Callable[[V], R]) -> R:
        """Give what a function makes of this view; it is called once, however many checks ask."""
        if how not in self._made:
            self._made[how] = how(self)
        found: R = self._made[how]
        return found
