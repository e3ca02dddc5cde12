"""A whole run as checks see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from cpcs_harness.evidence import events
from cpcs_harness.evidence.attempts import is_again, planned
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.views.artefact import ArtefactView
from cpcs_harness.judging.views.exchange import ExchangeView
from cpcs_harness.judging.views.journey import JourneyView
from cpcs_harness.judging.views.observation import ObservationView
from cpcs_harness.judging.views.reading import Readable
from cpcs_harness.profiles import Profile, Profiles, checked

_CUT_OFF = {"status": "interrupted", "reason": "the run was cut off", "blame": "environment"}

V = TypeVar("V", ArtefactView, ExchangeView, ObservationView)


class RunView(Readable):
    """A run's evidence as views, made once: checks share what has been read and parsed."""

    def __init__(self, evidence: Evidence, *, former: bool = False) -> None:
        """Look at the last attempt of each journey, or at the former one of those that were carried out again."""
        plans = evidence.of(events.Plan)
        self.profiles = judged_by(known for plan in plans for known in plan.data.profiles)
        said = {event.data.exchange: event.data for event in evidence.of(events.SchemasJudged)}
        self.dmd = [concept for event in evidence.of(events.DmdRead) for concept in event.data.concepts]
        gone = {event.data.exchange for event in evidence.of(events.Answered) if event.data.gone}
        self.calls = [
            ExchangeView(evidence, event, said.get(event.id), gone=event.id in gone)
            for event in evidence.of(events.Exchange)
            if event.data.direction != "of-harness" and not event.data.is_cut_off
        ]
        self.environment: Mapping[str, Any] | None = next(
            (event.data.held for event in evidence.of(events.Environment)), None
        )
        self.issued = {event.journey: event.data.held for event in evidence.of(events.Issued)}
        self.also: dict[str | None, dict[str, Any]] = defaultdict(dict)
        for patient in evidence.of(events.IssuedAlso):
            self.also[patient.journey][patient.data.label] = patient.data.held
        self.explored = {event.journey: event.data.as_json() for event in evidence.of(events.Explored)}
        self.held: dict[tuple[str | None, str], dict[str, Any]] = defaultdict(dict)
        for event in evidence.of(events.Held):
            self.held[event.journey, event.data.what][event.data.label] = event.data.record
        self.ended = {event.journey: event.data.as_json() for event in evidence.of(events.JourneyEnded)}
        self._attempts = {
            planned(name): name for name in self.issued if name and is_again(name) and not former
        }
        self._calls = _by_journey(self.calls)
        seen = [ObservationView(event) for event in evidence.of(events.Observation)]
        self._seen = _by_journey(seen)
        self._artefacts = _by_journey(
            [ArtefactView(evidence, event) for event in evidence.of(events.Artefact)]
        )
        # What was done, by number, whoever's journey it was in: a restart is everybody's.
        self.acts = [(view.seq, view.action) for view in seen if view.status == "done"]

    def journey(self, name: str, looked_at: list[str]) -> JourneyView:
        """Give one planned journey that was run, as it was tried last."""
        name = self._attempts.get(name, name)
        issued = self.issued[name]
        ended = self.ended.get(name, _CUT_OFF)
        calls, seen = self._calls.get(name, []), self._seen.get(name, [])
        also = self.also.get(name, {})
        return JourneyView(
            name,
            issued["pathway"],
            issued,
            ended,
            calls,
            seen,
            also,
            self.explored.get(name),
            self.held.get((name, "demographics"), {}),
            self.held.get((name, "care_record"), {}),
            self.profiles,
            looked_at,
            self._artefacts.get(name, ()),
        )


def judged_by(planned: Iterable[events.PlannedProfile]) -> Profiles:
    """Give the profiles of a run: those of its plan in place of ours; raises UsageProblem for another form."""
    replaced = {}
    for known in planned:
        profile = Profile(known.name, known.source, known.certainty, known.held)
        replaced[known.name] = checked(profile, known.digest, "the plan of the run")
    return Profiles(replaced)


def _by_journey(views: Iterable[V]) -> dict[str, list[V]]:
    found: dict[str, list[V]] = defaultdict(list)
    for view in views:
        if view.journey is not None:
            found[view.journey].append(view)
    return dict(found)
