"""Lets journeys that share a sitting wait for each other, and take turns with what is everybody's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from cpcs_harness.journeys.patience import JourneyStopped


class Meeting:
    """The journeys of one sitting; each leaves when it ends, and nobody waits for it any more."""

    def __init__(self, journeys: Iterable[str] = ()) -> None:
        self._here = set(journeys)
        self._came: dict[str, set[str]] = {}
        self._came_to: dict[str, JourneyStopped | None] = {}
        self._changed = threading.Condition()
        self.turn = threading.Lock()
        """Held by the one journey that changes what is everybody's."""

    def wait(
        self, journey: str, place: str, then: Callable[[], JourneyStopped | None] = lambda: None
    ) -> JourneyStopped | None:
        """Wait until every journey that has not ended has come to this place.

        Whoever sees that first does what is to be done `then`, before any goes on; gives what that gave.
        """
        with self._changed:
            came = self._came.setdefault(place, set())
            came.add(journey)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._here <= came)
            if place not in self._came_to:
                self._came_to[place] = then()
            return self._came_to[place]

    def leave(self, journey: str) -> None:
        """Note that a journey has ended."""
        with self._changed:
            self._here.discard(journey)
            self._changed.notify_all()
