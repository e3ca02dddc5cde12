"""What one of several things does not show while a check goes through them: it hides no fault of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TypeVar

from cpcs_harness.errors import NotShown

T = TypeVar("T")


class Unseen:
    """Holds back each NotShown that is raised within it, to be told once all others were gone through."""

    def __init__(self) -> None:
        """Begin with nothing held back."""
        self._held: list[NotShown] = []

    def __enter__(self) -> None:
        """Look at one of the things."""

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Hold back what was not shown of it; all else goes its way."""
        if isinstance(raised, NotShown):
            self._held.append(raised)
        return isinstance(raised, NotShown)

    def tell(self) -> None:
        """Raise the first that was held back; where there is none, all was shown."""
        if self._held:
            raise self._held[0]


def through(items: Iterable[T]) -> Iterator[tuple[T, Unseen]]:
    """Go through things that are judged each by itself, each with what to look at it in; NotShown comes last.

    A check that notes what is wrong, to tell all of it at once, has an `Unseen` of its own, and tells that afterwards.
    """
    unseen = Unseen()
    with unseen:  # what gives the items may come to its own end so: that is told after what each did not show
        for item in items:
            yield item, unseen
    unseen.tell()
