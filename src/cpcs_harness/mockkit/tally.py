"""What each mock counts by itself of what it takes and sends: held against the exchanges that the log has."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import AbstractContextManager

from cpcs_harness.evidence.recorder import Counts


class Tally:
    """Counts by service, apart from who records; safe to use from many threads."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._under_way: Counter[str] = Counter()
        self._lock = threading.Lock()

    def request(self, service: str) -> AbstractContextManager[None]:
        """Count one request or message, from when it is taken until it is answered; one that breaks is not counted."""
        return _UnderWay(self, service)

    def begun(self, service: str) -> None:
        """Count one that is under way from now on."""
        with self._lock:
            self._under_way[service] += 1

    def ended(self, service: str, *, is_answered: bool) -> None:
        """Count it as under way no more."""
        with self._lock:
            self._under_way[service] -= 1
            self._taken[service] += is_answered

    def counts(self) -> Counts:
        """Give what was counted so far."""
        with self._lock:
            return Counts(dict(self._taken), {name: many for name, many in self._under_way.items() if many})


class _UnderWay:
    def __init__(self, tally: Tally, service: str) -> None:
        self._tally, self._service = tally, service

    def __enter__(self) -> None:
        self._tally.begun(self._service)

    def __exit__(self, broken: object, *_: object) -> None:
        self._tally.ended(self._service, is_answered=broken is None)
