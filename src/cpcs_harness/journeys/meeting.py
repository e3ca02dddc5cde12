"""Lets journeys that share a sitting wait for each other, and take turns with what is everybody's."""

from __future__ import annotations

import threading
from collections.abc import Iterable


class Meeting:
    """The journeys of one sitting; each leaves when it ends, and nobody waits for it any more."""

    def __init__(self, journeys: Iterable[str] = ()) -> None:
        self._here = set(journeys)
        self._came: dict[str, set[str]] = {}
        self._changed = threading.Condition()
        self.turn = threading.Lock()
        """Held by the one journey that changes what is everybody's."""

    def wait(self, journey: str, place: str) -> None:
        """Wait until every journey that has not ended has come to this place."""
        with self._changed:
            came = self._came.setdefault(place, set())
            came.add(journey)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._here <= came)

    def leave(self, journey: str) -> None:
        """Note that a journey has ended."""
        with self._changed:
            self._here.discard(journey)
            self._changed.notify_all()
