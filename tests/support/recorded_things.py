"""Things that have conditions, as a journey records them: a patient with a row of one thing, and the events of it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.judging.things.recorded import Cases
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Issued
from cpcs_harness.times import stamp

NOW = datetime(2026, 7, 1, 0, 10, tzinfo=UTC)
ENVIRONMENT = make_environment(1)


def values_of(thing: str) -> list[tuple[str, str]]:
    """Give the conditions of a thing, by dimension and value."""
    known = conditions().of_messages[thing].dimensions.values()
    return [(one.id, value.id) for one in known for value in one.values]


def issued_with(thing: str, label: str = "", **row: str) -> Issued:
    """Issue a patient who has drawn some values of a thing, and is as plain as can be else."""
    plain = {id: one.plain.id for id, one in conditions().of_messages[thing].dimensions.items()}
    settings = {f"j/{label}" if label else "j": settings_of(conditions(), plain | row)}
    return Issuer(1, ENVIRONMENT, ["j"], settings=settings).issue("j", "urgent-medicines", label=label)


def event(seq: int, data: Any, at: datetime = NOW) -> Event[Any]:
    """Give an event of the one journey."""
    return Event(seq=seq, at=stamp(at), clock=stamp(at), journey="j", step=None, data=data)


def step(
    seq: int, action: str, issued: Issued, status: str = "done", at: datetime = NOW, **given: Any
) -> Event[Any]:
    """Give a step that was about a patient."""
    about = issued.report.document_id
    return event(seq, Observation(action, {}, None, about, given, status, None, None, {}), at)


def exchange(seq: int, issued: Issued, **parts: Any) -> Event[Any]:
    """Give an exchange that was tied to a patient by their NHS number."""
    empty = dict.fromkeys((one.name for one in fields(Exchange)), "") | {"elapsed_ms": 0.0}
    at = parts.pop("at", NOW)
    return event(seq, Exchange(**empty | {"rule": f"NHS number {issued.person.nhs_number}"} | parts), at)


def run(*events: Event[Any]) -> Cases:
    """Give a run of some events."""
    return Cases(SimpleNamespace(of=lambda kind: [one for one in events if type(one.data) is kind]))  # type: ignore[arg-type]
