"""Trying what waits again, for as long as the system runs: what could not be sent goes when its receiver is there."""

import logging
import threading
from collections.abc import Callable

_log = logging.getLogger("reference.outbox")
_SECONDS = 10.0


class OutboxTimer:
    """Tries at intervals, in a thread of its own, to send what waits at each of some pharmacies."""

    def __init__(self, every_seconds: float, stopping: threading.Event) -> None:
        self.every_seconds = every_seconds
        self.stopping = stopping
        self._thread: threading.Thread | None = None

    def start(self, send_waiting: Callable[[str], object], places: tuple[str, ...]) -> None:
        """Begin, where there is an interval: `send_waiting` tries what waits at the pharmacy of an ODS code."""
        if self.every_seconds <= 0:
            return
        self._thread = threading.Thread(
            target=self._run, args=(send_waiting, places), name="outbox-timer", daemon=True
        )
        self._thread.start()

    def wait(self) -> None:
        """Wait for it to end, once it was told to stop."""
        if self._thread is not None:
            self._thread.join(_SECONDS)

    def _run(self, send_waiting: Callable[[str], object], places: tuple[str, ...]) -> None:
        while not self.stopping.wait(self.every_seconds):
            for ods in places:
                try:
                    send_waiting(ods)
                except Exception as error:  # noqa: BLE001 whatever one message meets, the next try has to come
                    _log.warning("what waits at %s was not sent (%s)", ods, type(error).__name__)
