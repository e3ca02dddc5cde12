"""What functions read out of a view, kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from cpcs_harness.judging.views.screens import Read, note_read, noting

R = TypeVar("R")
V = TypeVar("V", bound="Readable")


class Readable:
    """A view that many checks read in the same ways."""

    @cached_property
    def _made(self) -> dict[Callable[[Any], Any], tuple[Any, Read]]:
        return {}

    def read(self: V, how: Callable[[V], R]) -> R:
        """Give what a function makes of this view; it is called once, however many checks ask."""
        if how not in self._made:
            with noting() as read:
                made = how(self)
            self._made[how] = made, read
        found: R
        found, read = self._made[how]
        note_read(read)  # whoever asks has read them, though somebody else has before
        return found

    def keep(self: V, how: Callable[[V], R], made: R) -> None:
        """Take what a function would make of this view as it is given: the function is not called for it."""
        self._made[how] = made, Read()

    def keep_read(self: V, how: Callable[[V], R], of: V) -> None:
        """Take what a function has made of another view, if it has, as what it would make of this one."""
        if how in of._made:
            self._made[how] = of._made[how]
