"""What happened, by journey: its steps, what passed in each, and the calls that belong to none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpcs_harness.assessment.journey import JourneyRecord, StepRecord, UnmatchedRecord
from cpcs_harness.evidence.attempts import again, is_again, planned
from cpcs_harness.evidence.events import (
    Artefact,
    Event,
    Exchange,
    Issued,
    JourneyEnded,
    Kind,
    KnownJourney,
    Observation,
    Plan,
    Step,
)
from cpcs_harness.evidence.events.plan import PlannedJourney
from cpcs_harness.evidence.reader import Evidence


def journey_records(
    evidence: Evidence, plan: Plan, journeys: Mapping[str, KnownJourney]
) -> tuple[JourneyRecord, ...]:
    """Give a record for each attempt of each planned journey, in the plan's order."""
    began = {event.journey for event in evidence.of(Issued)}
    return tuple(
        _record(evidence, attempt, journey, journeys.get(journey.id))
        for journey in plan.journeys
        for attempt in (journey.id, *({again(journey.id)} & began))
    )


def ends(evidence: Evidence) -> dict[str, JourneyEnded]:
    """Give how each journey ended, by its id: of its attempts the last that began."""
    began = {event.journey for event in evidence.of(Issued)}
    return {
        planned(name): event.data
        for event in evidence.of(JourneyEnded)
        if (name := event.journey or "") in began or not is_again(name)
    }


def unmatched_records(evidence: Evidence) -> tuple[UnmatchedRecord, ...]:
    """Give the calls that belong to no journey, each with a reason that a supplier can act on."""
    return tuple(
        UnmatchedRecord(event.id, event.data.service, event.data.operation, event.data.unmatched or "")
        for event in evidence.of(Exchange)
        if event.journey is None
    )


def _record(
    evidence: Evidence, attempt: str, journey: PlannedJourney, known: KnownJourney | None
) -> JourneyRecord:
    ours = evidence.of_journey(attempt)
    ended = next((event.data for event in ours if isinstance(event.data, JourneyEnded)), None)
    status = ended.status if ended else ("interrupted" if ours else "not_started")
    title = known.title if known is not None else journey.id
    return JourneyRecord(
        id=attempt,
        pathway=journey.pathway,
        title=f"{title}, second attempt" if is_again(attempt) else title,
        status=status,
        reason=ended.reason if ended else None,
        steps=_steps(ours),
    )


def _steps(events: Sequence[Event[Kind]]) -> tuple[StepRecord, ...]:
    steps: dict[str, list[str]] = {event.data.name: [] for event in events if isinstance(event.data, Step)}
    for event in events:
        if isinstance(event.data, (Exchange, Observation, Artefact)):
            steps.setdefault(event.step or "before the first step", []).append(event.id)
    return tuple(StepRecord(name, tuple(ids)) for name, ids in steps.items())
