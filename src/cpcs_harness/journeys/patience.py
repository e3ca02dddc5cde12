"""How long a candidate is waited for, and when nothing more is asked of it."""

from __future__ import annotations

import threading

from cpcs_harness.drivers.base import Outcome


class JourneyStopped(Exception):
    """A step that the rest depends on did not end well; the journey cannot go on."""

    def __init__(self, reason: str, blame: str = "candidate") -> None:
        super().__init__(reason)
        self.reason = reason
        self.blame = blame


class PartEnded(Exception):
    """The part of a journey that is run is over, and nothing was wrong."""


class CandidateSilent(JourneyStopped):
    """Nothing more is asked of the candidate, in this journey or in the whole run."""


class Patience:
    """Counts steps that were left unanswered in a row, over all journeys; at the limit no more is asked."""

    def __init__(self, limit: int = 3) -> None:
        self.limit = limit
        self._unanswered = 0
        self._stalls = 0
        self._over = ""
        self._stopped: dict[str, str] = {}
        self._lock = threading.Lock()

    def begin(self) -> int:
        """Begin a step; gives what `note` wants to know of its beginning."""
        return self._stalls

    def note(self, outcome: Outcome, begun: int) -> None:
        """Count one step: those that journeys had under way together in one stall count as one."""
        with self._lock:
            if outcome.answered:
                self._unanswered = 0
            elif begun == self._stalls:
                self._unanswered += 1
                self._stalls += 1
            if self._unanswered >= self.limit:
                self._over = f"{self.limit} steps in a row were left unanswered, so nothing more was asked"

    def give_up(self, why: str) -> None:
        """Ask nothing more of the candidate."""
        self._over = self._over or why

    def stop(self, journey: str, why: str) -> None:
        """Ask nothing more in one journey."""
        self._stopped[journey] = why

    @property
    def is_over(self) -> bool:
        """Whether nothing more is asked, in any journey."""
        return bool(self._over)

    def check(self, journey: str) -> None:
        """Stop the journey when nothing more is to be asked."""
        over = self._over or self._stopped.get(journey, "")
        if over:
            raise CandidateSilent(over)
