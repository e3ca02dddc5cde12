"""What was recorded of one thing, and which events are about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cpcs_harness.evidence.events import Event, Exchange, Issued, IssuedAlso, Observation
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.formats.json_parts import read_object
from cpcs_harness.times import seconds_of

OK = 200

SENT_TO = ("mys", "mesh", "nhsmail", "onward")
"""Services that are sent what a consultation came to."""


@dataclass(frozen=True)
class Recorded:
    """One thing as it was recorded: its fields, and the events that are about it."""

    facts: Mapping[str, Any]
    events: frozenset[str]
    answers: frozenset[str] = frozenset()
    """Of these, calls whose answer it is: what was asked by them, nobody asked knowing of it."""


@dataclass(frozen=True)
class Cases:
    """Which patient of its journey an event is about, each named by the document id of their report."""

    evidence: Evidence

    def of(self, event: Event[Any]) -> str:
        """Give the patient that an event is about; empty where it names none, and its journey has several."""
        people = self._people[event.journey]
        if isinstance(event.data, Observation) and event.data.about:
            return self._case_of[event.journey].get(event.data.about, "")
        if isinstance(event.data, Exchange):
            number = event.data.rule.rpartition(" ")[2]
            return people.get(number, "")
        documents = set(people.values())
        return documents.pop() if len(documents) == 1 else ""

    def of_number(self, event: Event[Any], number: str) -> str:
        """Give the patient of the event's journey who has an NHS number; empty for nobody's."""
        return self._people[event.journey].get(number, "")

    def of_practice(self, event: Event[Any], mailbox: str) -> str:
        """Give the one patient of the event's journey whose practice has a MESH mailbox; empty where several have."""
        found = self._at_practices[event.journey].get(mailbox.upper(), set())
        return next(iter(found)) if len(found) == 1 else ""

    def after(self, event: Event[Any], patient: str = "") -> frozenset[str]:
        """Give an event and all later ones that are about the same patient, or about the one who is given.

        What was sent while an action was being done comes of it, though it was recorded before the action had ended.
        """
        about = patient or self.of(event)
        own = self._events[event.journey, about] if about else []
        sent = self._sent_in(event) if isinstance(event.data, Observation) else ()
        return frozenset({event.id, *(id for seq, id in own if seq >= event.seq or id in sent)})

    def _sent_in(self, act: Event[Any]) -> set[str]:
        """Give what was sent in an action's step since the action had been asked for: what went before is not of it."""
        since = _began(act)
        return {id for began, id in self._sent_in_steps.get((act.journey, act.step), ()) if began >= since}

    @cached_property
    def _sent_in_steps(self) -> Mapping[tuple[str | None, str | None], list[tuple[float, str]]]:
        """By journey and step, what was sent in it, and when that began."""
        found: dict[tuple[str | None, str | None], list[tuple[float, str]]] = defaultdict(list)
        for call in self.evidence.of(Exchange):
            if call.data.service in SENT_TO:
                found[call.journey, call.step].append((_began(call), call.id))
        return found

    def is_spelled_otherwise(self, event: Event[Any]) -> bool:
        """Say whether the report about an event's patient spells their family name otherwise than PDS."""
        about = event.journey, self.of(event)
        sent, issued = self._reported.get(about), self._named.get(about)
        return sent is not None and issued is not None and sent != issued

    @cached_property
    def _named(self) -> Mapping[tuple[str | None, str], str]:
        return {
            (event.journey, str(held["report"]["document_id"])): str(held["person"]["family"])
            for event, held in self._issued()
        }

    @cached_property
    def _reported(self) -> Mapping[tuple[str | None, str], str]:
        found: dict[tuple[str | None, str], str] = {}
        for event in self.evidence.of(Exchange):
            report = event.data.facts.get("report") if event.data.facts else None
            if isinstance(report, Mapping) and isinstance(report.get("person"), Mapping):
                about = event.journey, str(report.get("document_id"))
                found.setdefault(about, str(report["person"].get("family")))
        return found

    def about(self, events: Iterable[str]) -> frozenset[str]:
        """Give the patients whom events are about, by the events' ids."""
        return frozenset(filter(None, (self._patients.get(id) for id in events)))

    @cached_property
    def _patients(self) -> Mapping[str, str]:
        return {id: patient for (_, patient), events in self._events.items() for _, id in events}

    def of_patients(self) -> Mapping[str, frozenset[str]]:
        """Give what is about each patient, by the events' ids."""
        found: dict[str, set[str]] = defaultdict(set)
        for id, patient in self._patients.items():
            if patient:
                found[patient].add(id)
        return {patient: frozenset(events) for patient, events in found.items()}

    def looks(self, action: str, service: str) -> Iterator[tuple[Event[Observation], list[Event[Exchange]]]]:
        """Give each time that something was done, with the calls of a service in its step, where there were any."""
        calls: dict[tuple[str | None, str | None], list[Event[Exchange]]] = defaultdict(list)
        for call in self.evidence.of(Exchange):
            if call.data.service == service:
                calls[call.journey, call.step].append(call)
        for seen in self.evidence.of(Observation):
            if seen.data.action == action and (seen.journey, seen.step) in calls:
                yield seen, calls[seen.journey, seen.step]

    def told_by(self, call: Event[Exchange]) -> Mapping[str, Any]:
        """Give the object that a call was answered with by a 200; an empty one where it was answered otherwise."""
        if call.data.response.start.get("status") != OK:
            return {}
        return read_object(self.evidence.body(call.data.response.body))

    def sent_of_journeys(self) -> Mapping[str | None, Mapping[str, frozenset[str]]]:
        """Give what candidates sent in each journey, by the patient whom it is about; empty for nobody's.

        What they asked national services is none of it: an answer about one patient may be shown of another.
        """
        found: dict[str | None, dict[str, frozenset[str]]] = defaultdict(dict)
        for event in self.evidence.of(Exchange):
            if event.data.service in SENT_TO:
                own = found[event.journey]
                own[self.of(event)] = own.get(self.of(event), frozenset()) | {event.id}
        return found

    def by_patient(self, action: str, ended: Sequence[str] = ("done",)) -> list[list[Event[Observation]]]:
        """Give what was done about each patient and ended so, in order, of all whose it is known of."""
        found: dict[tuple[str | None, str], list[Event[Observation]]] = defaultdict(list)
        for event in self.evidence.of(Observation):
            if event.data.action == action and event.data.status in ended and self.of(event):
                found[event.journey, self.of(event)].append(event)
        return list(found.values())

    @cached_property
    def _people(self) -> Mapping[str | None, dict[str, str]]:
        """By journey, its patients by NHS number."""
        found: dict[str | None, dict[str, str]] = defaultdict(dict)
        for event, held in self._issued():
            found[event.journey][str(held["person"]["nhs_number"])] = str(held["report"]["document_id"])
        return found

    @cached_property
    def _at_practices(self) -> Mapping[str | None, dict[str, set[str]]]:
        """By journey, its patients by the MESH mailbox of their practice."""
        found: dict[str | None, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for event, held in self._issued():
            mailbox = str(held["person"]["practice"]["mailbox"]).upper()
            found[event.journey][mailbox].add(str(held["report"]["document_id"]))
        return found

    @cached_property
    def _case_of(self) -> Mapping[str | None, dict[str, str]]:
        """By journey, its patients by what their referrals are called."""
        found: dict[str | None, dict[str, str]] = defaultdict(dict)
        for event, held in self._issued():
            for part in ("report", "gp_referral"):
                found[event.journey][str(held[part]["document_id"])] = str(held["report"]["document_id"])
        return found

    @cached_property
    def _events(self) -> Mapping[tuple[str | None, str], list[tuple[int, str]]]:
        found: dict[tuple[str | None, str], list[tuple[int, str]]] = defaultdict(list)
        events: list[Event[Any]] = [*self.evidence.of(Observation), *self.evidence.of(Exchange)]
        for event in events:
            found[event.journey, self.of(event)].append((event.seq, event.id))
        return found

    def _issued(self) -> Iterator[tuple[Event[Any], Mapping[str, Any]]]:
        for event in (*self.evidence.of(Issued), *self.evidence.of(IssuedAlso)):
            held = event.data.held
            if {"person", "report", "gp_referral"} <= set(held):
                yield event, held


def _began(event: Event[Any]) -> float:
    """Give when an exchange or an action began, as seconds since 1970; it is recorded as it ends."""
    return seconds_of(event.at) - float(event.data.elapsed_ms) / 1000
