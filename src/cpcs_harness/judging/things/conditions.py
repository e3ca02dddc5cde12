"""The conditions of all that a run recorded, read from its evidence, and which events are about what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any

from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition, Conditions, Pair, pairs_of
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.conditions.things import REPORT
from cpcs_harness.evidence.events import Event, Exchange, Observation
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.things.claims import claims
from cpcs_harness.judging.things.consents import consents
from cpcs_harness.judging.things.consultations import consultations
from cpcs_harness.judging.things.dos_answers import dos_answers
from cpcs_harness.judging.things.dos_endpoints import dos_endpoints
from cpcs_harness.judging.things.emails import emails
from cpcs_harness.judging.things.eps_answers import eps_answers
from cpcs_harness.judging.things.mini_service_answers import mini_service_answers
from cpcs_harness.judging.things.notification_answers import notification_answers
from cpcs_harness.judging.things.pds_records import pds_records
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.judging.things.reports import reports
from cpcs_harness.judging.things.rtec_answers import rtec_answers
from cpcs_harness.judging.things.scr_answers import scr_answers
from cpcs_harness.judging.things.sign_ins import sign_ins
from cpcs_harness.judging.things.supplies import supplies

READERS: Mapping[str, Callable[[Cases], Iterator[Recorded]]] = MappingProxyType(
    {
        REPORT: reports,
        "consultation": consultations,
        "consent": consents,
        "supply": supplies,
        "claim": claims,
        "PDS record": pds_records,
        "SCR answer": scr_answers,
        "mini service answer": mini_service_answers,
        "practice's e-mail": emails,
        "DoS answer": dos_answers,
        "DoS endpoints": dos_endpoints,
        "EPS answer": eps_answers,
        "notification answer": notification_answers,
        "RTEC answer": rtec_answers,
        "sign-in": sign_ins,
    }
)
"""What reads each thing that has conditions, by its name."""

OF_LOOKS = frozenset({"DoS answer", "DoS endpoints", "EPS answer", "RTEC answer", "sign-in"})
"""Things of which one patient may have several, each read from what one look, or several at the same, came to."""


@dataclass(frozen=True)
class Having:
    """A thing of a run: its conditions, and the events that are about it."""

    thing: str
    conditions: tuple[Condition, ...]
    """In the order of the dimensions."""
    events: frozenset[str]
    patients: frozenset[str]
    """Whom these are about, each named by the document id of their report."""
    answers: frozenset[str] = frozenset()
    """Of the events, calls whose answer it is."""


@dataclass(frozen=True)
class RecordedConditions:
    """The conditions of all that a run recorded, and the events that are about each thing."""

    evidence: Evidence
    known: Conditions = field(default_factory=conditions)

    @cached_property
    def things(self) -> tuple[Having, ...]:
        """Every thing that has conditions."""
        cases = Cases(self.evidence)
        return tuple(
            Having(
                name,
                tuple(conditions_of(one.facts, self.known, name)),
                one.events,
                cases.about(one.events),
                one.answers,
            )
            for name, read in READERS.items()
            for one in read(cases)
        )

    @cached_property
    def values(self) -> frozenset[Condition]:
        """Every condition that something had."""
        return frozenset(one for thing in self.things for one in thing.conditions)

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """Every two conditions that met in something that no system may refuse."""
        found: set[Pair] = set()
        for had in {thing.conditions for thing in self.things}:
            if not any(map(self.known.is_refusable, had)):
                found.update(pairs_of(had))
        return frozenset(found)

    def never(self) -> list[Condition]:
        """Give the conditions that nothing had."""
        return [one for one in self.known.all() if one not in self.values]

    def never_met(self) -> list[Pair]:
        """Give the pairs that can be, and met in nothing."""
        return [pair for pair in self.known.pairs() if pair not in self.pairs]

    def numbers(self, conditions: Iterable[Condition]) -> tuple[int, ...]:
        """Give the places of conditions among all of them, in order."""
        wanted = frozenset(conditions)
        return tuple(number for number, one in enumerate(self.known.all()) if one in wanted)

    def of_others(self, journey: str, patient: str) -> frozenset[str]:
        """Give what was sent in a journey about other patients than one, by the events' ids."""
        others = (ids for of, ids in self._sent.get(journey, {}).items() if of not in ("", patient))
        return frozenset[str]().union(*others)

    @cached_property
    def events_of_patients(self) -> Mapping[str, frozenset[str]]:
        """By patient, what was done and passed that is about them, by the events' ids."""
        return Cases(self.evidence).of_patients()

    @cached_property
    def _sent(self) -> Mapping[str | None, Mapping[str, frozenset[str]]]:
        """By journey and patient, what was sent about them."""
        return Cases(self.evidence).sent_of_journeys()

    def of_patient(self, document: str) -> frozenset[Condition]:
        """Give the conditions of all that was recorded of a patient but reports, of which they may have several."""
        others = (had for thing, had in self.of_patients.get(document, {}).items() if thing != REPORT)
        return frozenset[Condition]().union(*others)

    @cached_property
    def of_patients(self) -> Mapping[str, Mapping[str, frozenset[Condition]]]:
        """By patient and thing, the conditions that were recorded."""
        found: dict[str, dict[str, frozenset[Condition]]] = defaultdict(dict)
        for thing in self.things:
            for patient in thing.patients:
                before = found[patient].get(thing.thing, frozenset())
                found[patient][thing.thing] = before.union(thing.conditions)
        return found

    def looks_of(self, journey: str) -> Mapping[frozenset[str], frozenset[Condition]]:
        """Give the looks of a journey at things of which one patient may have several: their events, and conditions.

        These are of all that came of a look, and of whoever it is about.
        """
        return self._looks.get(journey, {})

    @cached_property
    def _looks(self) -> Mapping[str | None, Mapping[frozenset[str], frozenset[Condition]]]:
        """By journey, its looks; all at once, for each check that fails asks of each of its journeys."""
        found: dict[str | None, dict[frozenset[str], frozenset[Condition]]] = defaultdict(dict)
        for thing in self.things:
            if thing.thing in OF_LOOKS:
                looks = found[self._journeys.get(min(thing.events))]
                before = looks.get(thing.events, frozenset())
                others = (
                    had
                    for patient in thing.patients
                    for name, had in self.of_patients[patient].items()
                    if name != thing.thing
                )
                looks[thing.events] = before.union(thing.conditions, *others)
        return found

    @cached_property
    def _journeys(self) -> Mapping[str, str | None]:
        events: list[Event[Any]] = [*self.evidence.of(Observation), *self.evidence.of(Exchange)]
        return {event.id: event.journey for event in events}

    def of(self, read: Iterable[str], asked_alone: Iterable[str] = ()) -> frozenset[Condition]:
        """Give the conditions of what some events are about that were read, and of some others what was asked."""
        places = {place for id in read for place in self._places.get(id, ())}
        asked = ((id, place) for id in asked_alone for place in self._places.get(id, ()))
        places |= {place for id, place in asked if id not in self.things[place].answers}
        return frozenset(chain.from_iterable({self.things[place].conditions for place in places}))

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        """By event, the places of the things that it is about."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, thing in enumerate(self.things):
            for event in thing.events:
                found[event].append(place)
        return found
