"""What a run writes down: a typed record for each kind of event, and the line of the log that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.evidence.events.artefact import Artefact
from cpcs_harness.evidence.events.base import Event, Free, Kind, Unknown
from cpcs_harness.evidence.events.exchange import BodyReference, Exchange, Message
from cpcs_harness.evidence.events.exploration import Explored, SmallestFailure
from cpcs_harness.evidence.events.journey import (
    FaultPlanned,
    Held,
    Issued,
    IssuedAlso,
    JourneyEnded,
    Pause,
    Restarted,
    Steered,
    Step,
)
from cpcs_harness.evidence.events.observation import Observation
from cpcs_harness.evidence.events.plan import KnownJourney, Plan, PlannedProfile
from cpcs_harness.evidence.events.run import (
    About,
    AnswerUnread,
    Connection,
    ConnectionsRefused,
    DmdRead,
    EarlierRuns,
    Environment,
    Finished,
    Looked,
    Preflight,
    QueueWatched,
    SchemasJudged,
    Served,
    Sitting,
)
from cpcs_harness.evidence.events.timing import Answered, Calibrated, Stall

__all__ = [
    "KINDS",
    "About",
    "AnswerUnread",
    "Answered",
    "Artefact",
    "BodyReference",
    "Calibrated",
    "Connection",
    "ConnectionsRefused",
    "DmdRead",
    "EarlierRuns",
    "Environment",
    "Event",
    "Exchange",
    "Explored",
    "FaultPlanned",
    "Finished",
    "Free",
    "Held",
    "Issued",
    "IssuedAlso",
    "JourneyEnded",
    "Kind",
    "KnownJourney",
    "Looked",
    "Message",
    "Observation",
    "Pause",
    "Plan",
    "PlannedProfile",
    "Preflight",
    "QueueWatched",
    "Restarted",
    "SchemasJudged",
    "Served",
    "Sitting",
    "SmallestFailure",
    "Stall",
    "Steered",
    "Step",
    "Unknown",
    "read",
]

KINDS: dict[str, type[Any]] = {
    kind.kind: kind
    for kind in (
        Plan,
        Environment,
        EarlierRuns,
        About,
        Preflight,
        Connection,
        ConnectionsRefused,
        AnswerUnread,
        QueueWatched,
        Sitting,
        Issued,
        IssuedAlso,
        Step,
        Held,
        FaultPlanned,
        Steered,
        Pause,
        Restarted,
        Exchange,
        Answered,
        Stall,
        Calibrated,
        Observation,
        Artefact,
        Explored,
        SchemasJudged,
        DmdRead,
        Served,
        JourneyEnded,
        Finished,
    )
}


def read(line: Mapping[str, Any]) -> Event[Kind]:
    """Read one line of the log; raises ValueError for one that is not what its kind asks for."""
    kind, data = str(line["kind"]), line["data"]
    try:
        record = KINDS[kind].from_json(data) if kind in KINDS else Unknown(kind, data)
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"{type(wrong).__name__}: {wrong}") from wrong
    return Event(line["seq"], line["at"], line["clock"], line["journey"], line["step"], record)
