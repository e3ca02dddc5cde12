"""What a mock is to do wrong: data that journeys declare and the evidence names."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Fault:
    """One thing to do wrong, a number of times, for one journey or (None) for all of a sitting."""

    name: str
    service: str
    operation: str
    journey: str | None = None
    status: int | None = None
    """Answer with this HTTP status instead of asking the service."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Without a status they are laid over the answer that the service gives."""
    body: bytes = b""
    delay: float = 0.0
    """Seconds to wait before answering; the wait ends when the caller leaves, who then has no answer."""
    drop: bool = False
    """Do the work, then cut the connection instead of answering."""
    code: str = ""
    """What the service is to say, in one of its own codes; the mock writes the answer."""
    times: int = 1
    about: str = ""
    """A text that the call has to hold, such as an NHS number: where a journey has many patients, it strikes one."""


class Faults:
    """The faults of a sitting; each is used up as often as it says."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """Arm one fault."""
        with self._lock:
            self._planned.append(fault)

    def take(
        self, service: str, operation: str, journey: str | None, texts: Sequence[str] = ()
    ) -> Fault | None:
        """Use up the first fault that fits this call, whose texts are given, if there is one."""
        with self._lock:
            for fault in self._planned:
                if fault.times <= 0 or fault.service != service or fault.journey not in (None, journey):
                    continue
                fits = fault.operation in ("*", operation)
                if fits and (not fault.about or any(fault.about in text for text in texts)):
                    fault.times -= 1
                    return fault
        return None
