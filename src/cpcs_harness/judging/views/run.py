"""A whole run as checks see it."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from functools import cached_property
from typing import Any, TypeVar

from cpcs_harness.catalogue.traffic import Traffic
from cpcs_harness.errors import NotShown
from cpcs_harness.evidence import events
from cpcs_harness.evidence.attempts import is_again, planned
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.views.artefact import ArtefactView
from cpcs_harness.judging.views.connection import connection_view
from cpcs_harness.judging.views.exchange import ExchangeView
from cpcs_harness.judging.views.journey import JourneyView
from cpcs_harness.judging.views.observation import ObservationView
from cpcs_harness.judging.views.reading import Readable
from cpcs_harness.judging.views.screens import note_goes_by_run, unnoted
from cpcs_harness.profiles import Profile, Profiles, checked

_CUT_OFF = {"status": "interrupted", "reason": "the run was cut off", "blame": "environment"}

Owners = Callable[["RunView"], Mapping[str, str | None]]
"""Gives the journey of each call that is another's than was noted, by the call's id."""
REPORTS = "nhs111"
"""The service that sends reports."""
R = TypeVar("R")
V = TypeVar("V", ArtefactView, ExchangeView, ObservationView)


class RunView(Readable):
    """A run's evidence as views, made once: checks share what has been read and parsed."""

    document = ""
    """The one report that is looked at by itself; empty for all."""
    _whole: RunView | None = None
    """The run that one report was taken out of; None for a run itself."""

    def __init__(
        self,
        evidence: Evidence,
        *,
        traffic: Sequence[Traffic] = (),
        owners: Owners | None = None,
    ) -> None:
        """Look at the last attempt of each journey.

        `traffic` is what the catalogue says that a system sends; `owners` says which calls are another journey's than
        was noted while the run went on.
        """
        self.traffic, self._owners = traffic, owners
        plans = evidence.of(events.Plan)
        self.declaration: Mapping[str, Any] = plans[0].data.declaration if plans else {}
        self.profiles = judged_by(known for plan in plans for known in plan.data.profiles)
        said = {event.data.exchange: event.data for event in evidence.of(events.SchemasJudged)}
        self.dmd = [concept for event in evidence.of(events.DmdRead) for concept in event.data.concepts]
        gone = {event.data.exchange for event in evidence.of(events.Answered) if event.data.gone}
        self.calls = [
            ExchangeView(evidence, event, said.get(event.id), gone=event.id in gone)
            for event in evidence.of(events.Exchange)
            if event.data.direction != "of-harness" and not event.data.is_cut_off
        ]
        self.connections = [connection_view(event) for event in evidence.of(events.Connection)]
        """Those that brought no request, as calls to the mock that they came to."""
        self.watched = [event.data.queue for event in evidence.of(events.QueueWatched)]
        """Queues at a broker, of which is seen what anybody puts on them."""
        self.environment: Mapping[str, Any] | None = next(
            (event.data.held for event in evidence.of(events.Environment)), None
        )
        self.earlier = frozenset(
            mark for event in evidence.of(events.EarlierRuns) for mark in event.data.marks
        )
        """What stands for people and messages of earlier runs of the same environment."""
        self.issued = {event.journey: event.data.held for event in evidence.of(events.Issued)}
        self.also: dict[str | None, dict[str, Any]] = defaultdict(dict)
        for patient in evidence.of(events.IssuedAlso):
            self.also[patient.journey][patient.data.label] = patient.data.held
        self.explored = {event.journey: event.data.as_json() for event in evidence.of(events.Explored)}
        self.held: dict[tuple[str | None, str], dict[str, Any]] = defaultdict(dict)
        for event in evidence.of(events.Held):
            self.held[event.journey, event.data.what][event.data.label] = event.data.record
        self.ended = {event.journey: event.data.as_json() for event in evidence.of(events.JourneyEnded)}
        self._attempts = {planned(name): name for name in self.issued if name and is_again(name)}
        self.seen = [ObservationView(event) for event in evidence.of(events.Observation)]
        self._seen = _by_journey(self.seen)
        for restart in (event for event in evidence.of(events.Restarted) if not event.data.seen):
            _doubt(self._seen.get(restart.journey or "", ()), restart)
        self._artefacts = _by_journey(
            [ArtefactView(evidence, event) for event in evidence.of(events.Artefact)]
        )
        # What was done, by number, whoever's journey it was in: a restart is everybody's.
        self.acts = [(view.seq, view.action) for view in self.seen if view.status == "done"]

    @cached_property
    def _calls(self) -> dict[str, list[ExchangeView]]:
        with unnoted():
            moved = self._owners(self) if self._owners else {}
        for call in self.calls:
            call.journey = moved.get(call.id, call.journey)
        return _by_journey(self.calls)

    @cached_property
    def kinds(self) -> Mapping[str, tuple[str | None, str]]:
        """By call and action, its journey, and of which service or kind it is."""
        found = {call.id: (call.journey, call.service) for call in self.calls}
        return found | {seen.id: (seen.journey, seen.action) for seen in self.seen}

    def calls_of(self, journey: str | None) -> Sequence[ExchangeView]:
        """Give the calls of a journey; there may be none."""
        return self._calls.get(journey or "", ())

    def alone(self, journey: str | None) -> RunView:
        """Give the run as if nobody had been called but in one journey; nothing of it has been read."""
        run = self._anew()
        run.calls = [call for call in self.calls if call.journey == journey]
        return run

    def of_former_attempts(self) -> RunView:
        """Give the run with former attempts in place of those that followed: the same calls and screens, read once."""
        self._calls  # noqa: B018 - whose each call is, is found out once for both
        run = copy.copy(self)
        vars(run).pop("_made", None)
        run._attempts = {}
        return run

    def having(self, view: ExchangeView | ObservationView) -> RunView:
        """Give the run with a view in place of the one of the same id; nothing of it has been read."""
        run = self._anew()
        run.calls = [_instead(held, view) for held in self.calls]
        run.seen = [_instead(held, view) for held in self.seen]
        run._calls = {name: [_instead(held, view) for held in calls] for name, calls in self._calls.items()}
        run._seen = {name: [_instead(held, view) for held in seen] for name, seen in self._seen.items()}
        return run

    def name_of(self, journey: str) -> str:
        """Give the name under which a journey was tried last."""
        return self._attempts.get(journey, journey)

    def reports_of(self, journey: str) -> Mapping[str, Mapping[str, Any]]:
        """Give the reports that NHS 111 sent in a journey, in plain data, by their documents' ids."""
        calls = self.calls_of(self.name_of(journey))
        reports = [report for call in calls if (report := _report_of(call)) is not None]
        return {str(report["document_id"]): report for report in reports}

    def was_shown(self, journey: str, events: Collection[str]) -> bool:
        """Say whether some events are, among others, what was shown in a journey."""
        return any(view.id in events for view in self._seen.get(self.name_of(journey), ()))

    def about(self, journey: str, document: str, of_others: Collection[str] = ()) -> RunView:
        """Give the run as if one report alone had been sent in a journey, and nothing else been opened there.

        `of_others`: what was sent there about other patients, which was not either.
        """
        name = self.name_of(journey)
        others = set(self.reports_of(journey)) - {document}
        run = self._anew()
        run.document = document
        calls = [
            call for call in self.calls_of(name) if call.id not in of_others and not _is_of(call, others)
        ]
        seen = [view for view in self._seen.get(name, ()) if view.about not in others]
        run._calls, run._seen = {**self._calls, name: calls}, {**self._seen, name: seen}
        return run

    def without(self, journey: str, events: Collection[str], document: str) -> RunView:
        """Give the run as if some events of a journey had not been, so that one look stands by itself."""
        name = self.name_of(journey)
        run = self._anew()
        run.document = document
        calls = [call for call in self.calls_of(name) if call.id not in events]
        seen = [view for view in self._seen.get(name, ()) if view.id not in events]
        run._calls, run._seen = {**self._calls, name: calls}, {**self._seen, name: seen}
        return run

    def read(self, how: Callable[[RunView], R]) -> R:
        """Give what a function makes of the run; NotShown of a report alone, which is no run."""
        if self.document:
            raise NotShown("a report by itself is no run", blame="harness")
        note_goes_by_run()
        return super().read(how)

    def read_whole(self, how: Callable[[RunView], R]) -> R:
        """Give what a function makes of the whole run, also where one report alone is looked at.

        What is known of others it may be held against; whoever goes through what it gives keeps to the one report.
        """
        return (self._whole or self).read(how)

    def _anew(self) -> RunView:
        run = copy.copy(self)
        run._whole = self._whole or self
        vars(run).pop("_made", None)
        return run

    def journey(self, name: str, looked_at: list[str]) -> JourneyView:
        """Give one planned journey that was run, as it was tried last."""
        name = self.name_of(name)
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
            self.document,
        )


def _report_of(call: ExchangeView) -> Mapping[str, Any] | None:
    report = call.sorted_by("report") if call.service == REPORTS else None
    return report if isinstance(report, Mapping) and report.get("document_id") else None


def _is_of(call: ExchangeView, documents: Set[str]) -> bool:
    report = _report_of(call)
    return report is not None and str(report["document_id"]) in documents


def _doubt(seen: Sequence[ObservationView], restart: events.Event[events.Restarted]) -> None:
    """Take the restart that came last before this for not done."""
    asked = [view for view in seen if view.action == "restart" and view.seq < restart.seq]
    if asked:
        asked[-1].was_not_seen(restart.data.how)


def judged_by(planned: Iterable[events.PlannedProfile]) -> Profiles:
    """Give the profiles of a run: those of its plan in place of ours; raises UsageProblem for another form."""
    replaced = {}
    for known in planned:
        profile = Profile(known.name, known.source, known.certainty, known.held)
        replaced[known.name] = checked(profile, known.digest, "the plan of the run")
    return Profiles(replaced)


def _instead(held: V, view: object) -> V:
    """Give another view where it has the same id."""
    return view if isinstance(view, type(held)) and view.id == held.id else held


def _by_journey(views: Iterable[V]) -> dict[str, list[V]]:
    found: dict[str, list[V]] = defaultdict(list)
    for view in views:
        if view.journey is not None:
            found[view.journey].append(view)
    return dict(found)
