"""What follows from a cause: what a journey did after it was barred from a service is held against nobody.

A failure follows from a cause where everything that it rests on came after that, or is what shows the cause. One that
rests on anything before stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cpcs_harness.evidence.events import Event, Observation
from cpcs_harness.rollup.causes.cause import Cause, Recorded, tells_of_trouble

_READ_BY = {"smtp": "imap"}
"""By what a candidate takes what was delivered by another protocol."""
NOT_DONE = frozenset({"failed", "refused", "cannot"})


class Consequences:
    """The journeys that causes reached, and from which event on."""

    def __init__(self, recorded: Recorded, causes: Sequence[Cause]) -> None:
        self._recorded = recorded
        self._shows: dict[str, Cause] = {}
        self._from: dict[str, tuple[int, Cause]] = {}
        self._everywhere = next((cause for cause in causes if cause.reaches_all), None)
        for cause in causes:
            self._take(cause)

    def of_failure(
        self, rests_on: Sequence[str], looked_at: Sequence[str], journeys: Sequence[str]
    ) -> Cause | None:
        """Give the cause that a failure follows from; None where it rests on anything that no cause reached.

        A failure that rests on no event is one of absence: it follows where one of its journeys was reached.
        """
        if not rests_on:
            return self.of_journeys(journeys) or self._common(looked_at)
        return self._common(rests_on)

    def of_journeys(self, journeys: Iterable[str]) -> Cause | None:
        """Give the cause that the first of these journeys was reached by."""
        return next((self._from[name][1] for name in journeys if name in self._from), None)

    def _common(self, events: Sequence[str]) -> Cause | None:
        causes = [self._of_event(event) for event in events]
        return causes[0] if causes and all(causes) else None

    def _of_event(self, name: str) -> Cause | None:
        if name in self._shows:
            return self._shows[name]
        if self._everywhere is not None:
            return self._everywhere
        event = self._recorded.evidence.event(name)
        reached = self._from.get(str(event["journey"]))
        return reached[1] if reached is not None and event["seq"] >= reached[0] else None

    def _take(self, cause: Cause) -> None:
        for name in cause.events:
            self._shows.setdefault(name, cause)
            line = self._recorded.evidence.event(name)
            self._reach(line["journey"], line["seq"], cause)
        for journey, ods in self._recorded.pharmacies.items():
            if cause.reaches_all or (cause.kind == "pharmacy" and ods == cause.pharmacy):
                self._reach(journey, 0, cause)
        for sent in self._recorded.delivered:
            if _READ_BY.get(sent.data.protocol, sent.data.protocol) in cause.services and self._concerns(
                cause, sent.journey
            ):
                self._reach(sent.journey, sent.seq, cause)
        for event in self._recorded.observations:
            if self._is_barred(event, cause):
                self._reach(event.journey, event.seq, cause)

    def _concerns(self, cause: Cause, journey: str | None) -> bool:
        return cause.pharmacy in ("", self._recorded.pharmacies.get(str(journey), ""))

    def _reach(self, journey: str | None, seq: int, cause: Cause) -> None:
        held = self._from.get(str(journey))
        if journey not in (None, "run") and (held is None or seq < held[0]):
            self._from[str(journey)] = (seq, cause)

    def _is_barred(self, event: Event[Observation], cause: Cause) -> bool:
        """Say whether an action could not be done for want of a service that the cause bars."""
        observed = event.data
        asked = self._recorded.asked_by(observed)
        if not cause.services & set(asked) or cause.pharmacy not in ("", observed.actor.get("ods")):
            return False
        if observed.status not in NOT_DONE and not tells_of_trouble(observed) and not _is_bare(observed):
            return False
        return observed.status == "failed" or not any(
            call.event.journey == event.journey and call.service in asked and call.id not in self._shows
            for call in self._recorded.calls
        )


def _is_bare(observed: Observation) -> bool:
    """Say whether an action showed lists, and nothing in them: it says no more than that nothing came."""
    shown: Sequence[Any] = list(observed.observation.values())
    return bool(shown) and all(isinstance(value, (list, tuple)) and not value for value in shown)
