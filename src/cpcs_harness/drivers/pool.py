"""Connections that were kept after a call, for the next one to the same candidate."""

from __future__ import annotations

import threading
import time

from cpcs_harness.drivers.connection import Connection, Origin

KEEP_SECONDS = 1.5
"""Servers commonly close what is idle for 2 s or more, and a call must not go out into that."""
PROOF_SECONDS = 0.02
"""Who closes a connection after the answer, without saying so in it, has closed it by then."""


class Pool:
    """Idle connections by where they lead; safe to use from many threads.

    A POST that goes out over a connection that is just being closed cannot be sent again: it may have been acted upon.
    So a connection is used again only where it was seen that connections are kept open there.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[Origin, list[Connection]] = {}
        self._keeps_open: set[Origin] = set()

    def take(self, origin: Origin) -> Connection | None:
        """Give a connection that is still open, the one that was used last."""
        now = time.monotonic()
        with self._lock:
            self._drop_old(now)
            idle = self._idle.get(origin, [])
            for connection in reversed(idle):
                if not connection.is_open():
                    self._keeps_open.discard(origin)
                    idle.remove(connection)
                    connection.close()
                elif origin in self._keeps_open or now - connection.idle_since >= PROOF_SECONDS:
                    self._keeps_open.add(origin)
                    idle.remove(connection)
                    return connection
        return None

    def put(self, connection: Connection) -> None:
        """Keep a connection whose call has come to its end, or close it."""
        if not connection.can_be_kept():
            connection.close()
            return
        with self._lock:
            self._idle.setdefault(connection.origin, []).append(connection)

    def forget(self) -> None:
        """Close everything; a process that was forked must not use what its parent uses."""
        with self._lock:
            for connection in [held for idle in self._idle.values() for held in idle]:
                connection.close()
            self._idle.clear()

    def _drop_old(self, now: float) -> None:
        for origin, idle in self._idle.items():
            old = [connection for connection in idle if now - connection.asked_at > KEEP_SECONDS]
            self._idle[origin] = [connection for connection in idle if connection not in old]
            for connection in old:
                connection.close()
