"""Traces of events that were taken out or put in: bodies, answers that were written out, what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.evidence.events import Answered, Artefact, Exchange, Observation, Served
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions.several import several


def traces(evidence: Evidence) -> list[str]:
    """Name what points to events that were taken out, or put in; of a run that was cut off, no count."""
    found = [*_dangling(evidence)]
    if evidence.finished:
        found += [*_counted_otherwise(evidence)]
        if orphans := evidence.bodies_of_nothing():
            found.append(f"{several([name[:12] for name in orphans])}: a body that no event names")
    return found


def _dangling(evidence: Evidence) -> Iterator[str]:
    exchanges = {event.id for event in evidence.of(Exchange)}
    observations = {event.id for event in evidence.of(Observation)}
    gone = [event.id for event in evidence.of(Answered) if event.data.exchange not in exchanges]
    if gone:
        yield f"{several(gone)}: an answer that was written out, of no exchange"
    gone = [event.id for event in evidence.of(Artefact) if event.data.observation not in observations]
    if gone:
        yield f"{several(gone)}: a file that came with no observation"


def _counted_otherwise(evidence: Evidence) -> Iterator[str]:
    """Hold the exchanges of each service against what was counted when they were written, and by its mock."""
    for served in evidence.of(Served):
        there = Counter(event.data.service for event in evidence.of(Exchange) if event.seq < served.seq)
        yield from _written_otherwise(there, served.data.exchanges)
        if served.data.taken is not None:
            yield from _taken_otherwise(there, served.data.taken, served.data.under_way)
        if served.data.events is not None:
            yield from _events_otherwise(evidence.events[: served.seq - 1], served.data.events)


def _written_otherwise(there: Counter[str], counted: Mapping[str, int]) -> Iterator[str]:
    for service in sorted({*there, *counted}):
        due = counted.get(service, 0)
        if there[service] != due:
            yield f"{service}: {due} exchanges were counted, and {there[service]} are there"


def _taken_otherwise(
    there: Counter[str], taken: Mapping[str, int], under_way: Mapping[str, int]
) -> Iterator[str]:
    """Of what was under way then nobody knows whether it was written before."""
    for service in sorted({*there, *taken}):
        least = _number(taken.get(service))
        most = least + _number(under_way.get(service))
        if not least <= there[service] <= most:
            counted = f"{least}" if least == most else f"{least} to {most}"
            yield f"{service}: its mock counted {counted}, and {there[service]} exchanges are there"


def _events_otherwise(before: Sequence[Mapping[str, Any]], counted: Mapping[str, int]) -> Iterator[str]:
    there = Counter(str(event["kind"]) for event in before if event["kind"] != Exchange.kind)
    for kind in sorted({*there, *counted}):
        due = counted.get(kind, 0)
        if there[kind] != due:
            yield f"{kind}: {due} events were counted, and {there[kind]} are there"


def _number(held: object) -> int:
    return max(held, 0) if isinstance(held, int) else 0
