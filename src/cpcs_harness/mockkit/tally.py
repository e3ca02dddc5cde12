"""What each mock counts by itself of what it takes and sends: held against the exchanges that the log has."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from cpcs_harness.evidence.recorder import Counts


class Tally:
    """Counts by service, apart from who records; safe to use from many threads."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._under_way: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def request(self, service: str) -> Iterator[None]:
        """Count one request or message, from when it is taken until it is answered; one that breaks is not counted."""
        with self._lock:
            self._under_way[service] += 1
        is_answered = False
        try:
            yield
            is_answered = True
        finally:
            with self._lock:
                self._under_way[service] -= 1
                self._taken[service] += is_answered

    def counts(self) -> Counts:
        """Give what was counted so far."""
        with self._lock:
            return Counts(dict(self._taken), {name: many for name, many in self._under_way.items() if many})
