"""Sending a request again while a service is only busy: how often, after which pauses, and for how long."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from .http import Unreachable

if TYPE_CHECKING:
    import httpx

Answer = TypeVar("Answer")
PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""HTTP statuses after which the same request may well be answered a little later."""


class Persisting(ABC, Generic[Answer]):
    """A client that sends a request again: the base of those whose services fail in ways of their own."""

    tries = 3
    """How often one request is sent at most."""
    first_pause = 0.2
    """Seconds before the second try; the pause before the third is twice as long."""
    patience = math.inf
    """Seconds after which no further try is begun."""

    def __init__(self, stopping: Event) -> None:
        self.stopping = stopping
        """Set when this system ends, which waits for no pause."""

    def persist(self, send: Callable[[int], Answer]) -> Answer:
        """The answer to the first try that is final, or to the last; `send` gets the number of the try, from 1."""
        begun, tried = monotonic(), 1
        answer = send(tried)
        while self.may_pass(answer) and tried < self.tries:
            pause = self.pause(answer, tried)
            if monotonic() - begun + pause > self.patience or self.stopping.wait(pause):
                break
            tried += 1
            answer = send(tried)
        return answer

    @abstractmethod
    def may_pass(self, answer: Answer) -> bool:
        """Whether the same request may well be answered a little later."""

    def pause(self, _answer: Answer, tried: int) -> float:
        """Seconds until the next try."""
        return self.first_pause * tried


class PersistingHttp(Persisting["httpx.Response | Unreachable"]):
    """A client of an HTTP interface that sends a request again while the service is busy or silent."""

    passing = PASSING

    def may_pass(self, answer: "httpx.Response | Unreachable") -> bool:
        """Whether no answer came, or one whose status may pass."""
        return isinstance(answer, Unreachable) or answer.status_code in self.passing

    def answered(self, send: Callable[[int], "httpx.Response"]) -> "httpx.Response":
        """The final answer to a request; raises Unreachable where the last try brought none."""

        def attempt(tried: int) -> "httpx.Response | Unreachable":
            try:
                return send(tried)
            except Unreachable as silence:
                return silence

        answer = self.persist(attempt)
        if isinstance(answer, Unreachable):
            raise answer
        return answer
