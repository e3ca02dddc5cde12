"""Locks by name: what must not be done twice at the same time is done by one thread after the other."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Locks:
    """One lock for each thing that is worked on, made when it is first needed."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    @contextmanager
    def hold(self, key: str) -> Iterator[None]:
        """Hold the lock of this thing until the block ends."""
        with self._guard:
            lock = self._locks[key]
        with lock:
            yield
