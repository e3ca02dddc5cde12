"""When the harness itself was late: stalls of its process or of its mocks, and answers that took it long.

What a candidate did in time, in order, twice or not at all says nothing of it where that was so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cpcs_harness.evidence.events import Answered, Event, Exchange, Issued, JourneyEnded, Stall
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.times import seconds_of

STALL_SECONDS = 0.5
"""A stall of so long reaches every journey that is under way."""
LATE_SECONDS = 1.0
"""An answer that comes so long after the whole request, beside the delay that a planned fault has, is late."""
_EVERYBODY = (None, "run")


@dataclass(frozen=True)
class Late:
    """One time at which the harness was late; moments are seconds since 1970."""

    began: float
    ended: float
    words: str
    journey: str | None = None
    """Whom it reaches; everybody, where it is none's or the run's."""

    def reaches(self, journey: str, began: float, ended: float) -> bool:
        """Say whether a journey that was under way from one moment to another was kept waiting."""
        return self.journey in (*_EVERYBODY, journey) and self.ended >= began and self.began <= ended


def late_stall(ended: float, seconds: float, where: str) -> Late | None:
    """Give what a stall delays; None for one that is too short to delay anything."""
    if seconds < STALL_SECONDS:
        return None
    what = "the harness stood still" if where == "process" else f"the loop of the {where} stood still"
    return Late(ended - seconds, ended, f"{what} for {seconds:.1f} s")


def late_answer(exchange: str, journey: str | None, ended: float, seconds: float) -> Late | None:
    """Give what an answer delays, which took so long beside what was planned; None where that was not late."""
    if seconds < LATE_SECONDS:
        return None
    return Late(ended - seconds, ended, f"the harness answered {exchange} after {seconds:.1f} s", journey)


@dataclass(frozen=True)
class Lateness:
    """All that was late in a recorded run, and when each journey was under way."""

    late: Sequence[Late]
    began: dict[str, float]
    ended: dict[str, float]

    @classmethod
    def of(cls, evidence: Evidence) -> Lateness:
        """Read it from the evidence of a run; one that was recorded before this was written down has none."""
        return cls(
            [*_stalls(evidence.of(Stall)), *_answers(evidence)],
            {str(event.journey): seconds_of(event.at) for event in evidence.of(Issued)},
            {str(event.journey): seconds_of(event.at) for event in evidence.of(JourneyEnded)},
        )

    def reached(self, journeys: Iterable[str], until: float = float("inf")) -> str:
        """Say in words what first kept one of these journeys waiting, up to a moment; empty where nothing did."""
        for journey in journeys:
            began = self.began.get(journey, 0.0)
            ended = min(self.ended.get(journey, float("inf")), until)
            for late in self.late:
                if late.reaches(journey, began, ended):
                    return late.words
        return ""


def _stalls(stalls: Sequence[Event[Stall]]) -> Iterator[Late]:
    for event in stalls:
        late = late_stall(seconds_of(event.at), event.data.seconds, event.data.where)
        if late is not None:
            yield late


def _answers(evidence: Evidence) -> Iterator[Late]:
    """Go through the answers, each with its exchange."""
    exchanges: dict[str, Event[Exchange]] = {}
    slow = [event for event in evidence.of(Answered) if event.data.seconds >= LATE_SECONDS]
    if slow:
        exchanges = {event.id: event for event in evidence.of(Exchange)}
    for event in slow:
        asked, answered = exchanges.get(event.data.exchange), event.data
        if asked is not None and asked.data.fault and answered.planned_ms is None:
            continue  # an older run, which does not say what was planned
        late = late_answer(answered.exchange, event.journey, seconds_of(event.at), answered.seconds)
        if late is not None:
            yield late
