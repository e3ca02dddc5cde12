"""When a request was accepted, read, answered and written out, and whether its caller had left by then."""

from __future__ import annotations

import time
from contextlib import suppress

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import Answered
from cpcs_harness.evidence.lateness import late_answer
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.mockkit.world import World


class Timing:
    """The times of one request, from its acceptance on."""

    def __init__(self) -> None:
        self._accepted = self._read = time.monotonic()

    def is_read(self, waited: float = 0.0) -> None:
        """Take note that the whole request was read, for which it waited so many seconds for us."""
        self._read = time.monotonic() - waited

    @property
    def elapsed_ms(self) -> float:
        """Milliseconds since the request was accepted."""
        return (time.monotonic() - self._accepted) * 1000

    def written(
        self, world: World, exchange: str, journey: str | None, fault: Fault | None = None, *, gone: bool
    ) -> None:
        """Record that the answer of an exchange was written out, or that whoever asked had gone."""
        read_ms = round((self._read - self._accepted) * 1000, 1)
        planned_ms = round(fault.delay * 1000, 1) if fault else None
        answered = Answered(exchange, read_ms, round(self.elapsed_ms, 1), gone, planned_ms)
        with suppress(HarnessError):  # the run may have ended meanwhile
            world.recorder.write(answered, journey=journey)
        late = late_answer(exchange, journey, time.time(), answered.seconds)
        if late is not None:
            world.late.append(late)
