"""What happened, by journey: its steps, what passed in each, and the calls that belong to none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.assessment.journey import JourneyRecord, StepRecord, UnmatchedRecord
from cpcs_harness.evidence.plan import KnownJourney
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import RUN, event_id

_SHOWN = ("exchange", "observation")


def journey_records(
    evidence: Evidence, plan: Mapping[str, Any], journeys: Mapping[str, KnownJourney]
) -> list[JourneyRecord]:
    """Give a record for each planned journey, in the plan's order."""
    return [_record(evidence, planned, journeys.get(planned["id"])) for planned in plan["journeys"]]


def unmatched_records(evidence: Evidence) -> list[UnmatchedRecord]:
    """Give the calls that belong to no journey, each with a reason that a supplier can act on."""
    return [
        UnmatchedRecord(
            event_id(event),
            event["data"]["service"],
            event["data"]["operation"],
            event["data"]["unmatched"],
        )
        for event in evidence.of_kind("exchange")
        if event["journey"] is None
    ]


def _record(evidence: Evidence, planned: Mapping[str, Any], journey: KnownJourney | None) -> JourneyRecord:
    name = planned["id"]
    ours = [event for event in evidence.events if event["journey"] == name]
    ended = next((event["data"] for event in ours if event["kind"] == "journey_ended"), None)
    status = ended["status"] if ended else ("interrupted" if ours else "not_started")
    return JourneyRecord(
        id=name,
        pathway=planned["pathway"],
        title=journey.title if journey is not None else name,
        status=status,
        reason=ended["reason"] if ended else None,
        steps=_steps(ours),
    )


def _steps(events: list[dict[str, Any]]) -> tuple[StepRecord, ...]:
    steps: dict[str, list[str]] = {event["step"]: [] for event in events if event["kind"] == "step"}
    for event in events:
        if event["kind"] in _SHOWN and event["journey"] != RUN:
            steps.setdefault(event["step"] or "before the first step", []).append(event_id(event))
    return tuple(StepRecord(name, tuple(ids)) for name, ids in steps.items())
