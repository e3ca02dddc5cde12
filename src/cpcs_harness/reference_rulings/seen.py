"""What was seen of the reference service when it was ruled on: kept, so that a person can see what is new."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.requirement import CriterionRecord
from cpcs_harness.catalogue import Catalogue
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.events import Artefact, Event, Exchange, Observation
from cpcs_harness.evidence.reader import Evidence

SEEN = "seen.json"
_FEW = 12
"""Words that a field holds, at most, for each of them to be named."""
_WORD = re.compile(r"[a-z]+(-[a-z]+)*|[A-Z]+")
"""A code, a method or a status, and no name of a person: those are others as soon as a journey is added."""


@dataclass(frozen=True)
class OfCriterion:
    """What a person is shown of a criterion: its words, its checks, what was stated; and what these looked at."""

    words: Sequence[str]
    looked_at: Sequence[str]


@dataclass(frozen=True)
class Seen:
    """What was seen of a build, without times, numbers or names: of the same build it is the same."""

    files: Mapping[str, str]
    """SHA-256 by the name of a file of the service."""
    criteria: Mapping[str, OfCriterion]
    """By id, for the criteria that were ruled on."""
    places: Mapping[str, Sequence[str]]
    """What came from an action or went to a service, such as `worklist`, in lines."""


def seen_in(
    assessment: Assessment,
    evidence: Evidence,
    catalogue: Catalogue,
    ruled: Iterable[str],
    files: Mapping[str, str],
) -> Seen:
    """Gather what was seen of the criteria that were ruled on, in a run that was assessed."""
    stated = {entry["criterion"]: entry for entry in evidence.plan.declaration["declared"]}
    events = {event.id: event for kind in (Observation, Exchange, Artefact) for event in evidence.of(kind)}
    of_criterion: dict[str, list[CriterionRecord]] = defaultdict(list)
    for _, record in assessment.criteria():
        of_criterion[record.id].append(record)
    criteria, places = {}, defaultdict(set)
    for id in sorted(set(ruled)):
        looked_at = set()
        for event in _looked_at(of_criterion[id], events):
            looked_at.add(_place(event))
            places[_place(event)].update(_lines(event))
        words = [*_words(catalogue, id, of_criterion[id]), *_stated(stated.get(id))]
        criteria[id] = OfCriterion(words, sorted(looked_at))
    return Seen(files, criteria, {name: _summed_up(lines) for name, lines in sorted(places.items())})


def _looked_at(records: Sequence[CriterionRecord], events: Mapping[str, Event[Any]]) -> Iterator[Event[Any]]:
    ids = {id for record in records for check in record.checks for id in check.looked_at}
    return (events[id] for id in ids if id in events)


def _words(catalogue: Catalogue, id: str, records: Sequence[CriterionRecord]) -> list[str]:
    criterion = catalogue.criteria[id]
    checks = sorted({check.title for record in records for check in record.checks})
    due = [f"good enough is: {criterion.evidence}"] if criterion.evidence else []
    return [f"criterion: {criterion.text}", *due, *(f"check: {title}" for title in checks)]


def _stated(entry: Mapping[str, Any] | None) -> list[str]:
    if entry is None:
        return []
    return [f"stated: {entry['statement']} ({entry['evidence']}, SHA-256 {entry.get('sha256', '')[:12]})"]


def _place(event: Event[Any]) -> str:
    data = event.data
    if isinstance(data, Observation):
        return data.action
    if isinstance(data, Exchange):
        return f"{data.service} {data.operation}"
    return f"file {re.sub(r'[0-9]+', '', data.name)}"


def _lines(event: Event[Any]) -> set[tuple[str, str]]:
    """Give what an event shows, as pairs of a place in it and a text."""
    data = event.data
    if isinstance(data, Observation):
        said = {("status", data.status), ("reason", data.reason or ""), ("shown", data.shown or "")}
        return said | set(_fields("", data.observation))
    if isinstance(data, Exchange):
        method, status = data.request.start.get("method"), data.response.start.get("status")
        return {("request", str(method or data.protocol)), (f"answer {status}", "came" if status else "")}
    return {("media type", data.content.media)}


def _fields(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _fields(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(f"{path}[]", inner)
    elif value is not None:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)


def _summed_up(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Give a line a field; its words too, where they are few and of no patient."""
    held: dict[str, set[str]] = defaultdict(set)
    for path, text in pairs:
        held[path].add(text)
    return [f"{path}{_few(texts)}" for path, texts in sorted(held.items()) if texts != {""}]


def _few(texts: set[str]) -> str:
    texts = texts - {""}
    if len(texts) > _FEW or not all(_WORD.fullmatch(text) for text in texts):
        return ""
    return f": {' | '.join(sorted(texts))}"


def read_seen(path: Path) -> Seen:
    """Read what was kept; nothing was seen where no file is."""
    if not path.is_file():
        return Seen({}, {}, {})
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        criteria = {id: OfCriterion(**entry) for id, entry in held["criteria"].items()}
        return Seen(held["files"], criteria, held["places"])
    except (ValueError, KeyError, TypeError) as broken:
        raise UsageProblem(f"{path} is not what `cpcs rulings --refresh` writes: {broken}") from broken


def write_seen(seen: Seen, path: Path) -> None:
    """Keep what was seen, a line of it a line."""
    criteria = {id: {"words": one.words, "looked_at": one.looked_at} for id, one in seen.criteria.items()}
    held = {"files": seen.files, "criteria": criteria, "places": seen.places}
    path.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
