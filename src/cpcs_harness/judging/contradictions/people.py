"""Makes the people of a run anew, from its seed and challenge, and holds what was issued and sent against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cpcs_harness.conditions.draws import Asks, settings_of_people
from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.attempts import again, planned
from cpcs_harness.evidence.events import Environment, Event, Exchange, Issued, IssuedAlso, Plan
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions.several import several
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Premises
from cpcs_harness.people.plain import plain
from cpcs_harness.people.seeded_secrets import secrets_of, sign_in_secrets
from cpcs_harness.records import from_json
from cpcs_harness.times import moment_of

_NOT_OF_THE_SEED = frozenset({"birth_date", "created", "medicines"})
"""A journey may ask for an age; reports are dated by the moment; medicines are the candidate's own."""
_LATE = timedelta(minutes=10)
"""Within which what is issued is written down, also where our own process stood still."""
_PERSON = ("nhs_number", "postcode")
"""What journeys leave as it is in whatever they send."""


@dataclass(frozen=True)
class _Places:
    premises: tuple[Premises, ...]


def other_people(evidence: Evidence) -> Iterator[str]:
    """Name what a run issued and its seed does not give, what it sent of nobody that it issued, and other credentials.

    The plan is to have been made by what makes people here.
    """
    issued = sorted((*evidence.of(Issued), *evidence.of(IssuedAlso)), key=lambda event: event.seq)
    yield from _told("was issued otherwise than seed and challenge give it", _otherwise(evidence, issued))
    yield from _told("was sent of nobody who was issued to its journey", _of_nobody(evidence, issued))
    yield from _told("is no credential that the seed gives", _other_credentials(evidence))


def _told(what: str, found: Iterator[str]) -> Iterator[str]:
    names = list(dict.fromkeys(found))
    if names:
        yield f"{several(names)} {what}"


def _otherwise(evidence: Evidence, issued: list[Event[Issued]]) -> Iterator[str]:
    plan = evidence.plan
    places = {place.ods: place for place in _premises(evidence)}
    asks = {name: plan.asks.get(name, Asks()) for name in plan.known}
    settings = settings_of_people(asks, fixture("people"), _seed(plan))
    places_of_run = _Places(tuple(places.values()))
    issuer = Issuer(_seed(plan), places_of_run, list(plan.known), None, fixture("people"), settings)
    journeys = {journey.id for journey in plan.journeys}
    named = _named(plan)
    for event in issued:
        held = event.data.held
        try:
            name, attempt, label = str(held["journey"]), int(held["attempt"]), event.data.label
            if (label or name) not in named.get(planned(name), ()):
                continue
            given = places[held["premises"]["ods"]] if label else None
            now = moment_of(event.clock)
            made = plain(issuer.issue(name, str(held["pathway"]), attempt, now, label, given))
            written = moment_of(held["report"]["created"]), moment_of(made["report"]["created"])
        except (KeyError, TypeError, ValueError, AttributeError, HarnessError) as wrong:
            yield f"{event.id} ({type(wrong).__name__})"
            continue
        found = next(_differences(made, held), "")
        if found or abs(written[0] - written[1]) > _LATE:
            yield f"{event.id} ({found or 'report.created'})"
        elif planned(name) not in journeys or event.journey != name:
            yield f"{event.id} (journey)"


def _named(plan: Plan) -> dict[str, set[str]]:
    """Give the labels of each journey that have people beforehand, and its attempts; others' people follow an order."""
    further = fixture("people")
    return {name: {name, again(name), *further.get(name, ())} for name in plan.known}


def _differences(due: Any, held: Any, key: str = "") -> Iterator[str]:
    if isinstance(due, Mapping) and isinstance(held, Mapping):
        for name in sorted({*due, *held} - _NOT_OF_THE_SEED):
            yield from _differences(due.get(name), held.get(name), f"{key}.{name}" if key else name)
    elif due != held:
        yield key


def _of_nobody(evidence: Evidence, issued: list[Event[Issued]]) -> Iterator[str]:
    """Name what was sent with a mark of nobody; a journey may put two of its people together, as a test of it."""
    people: dict[str | None, set[tuple[str, str]]] = defaultdict(set)
    for event in issued:
        people[event.journey].update(_marks(event.data.held.get("person")))
    for sent in evidence.of(Exchange):
        if sent.data.direction == "to-candidate":
            for part in ("report", "referral"):
                told = sent.data.facts.get(part)
                if isinstance(told, Mapping) and not people[sent.journey].issuperset(
                    _marks(told.get("person"))
                ):
                    yield sent.id


def _marks(person: Any) -> set[tuple[str, str]]:
    if not isinstance(person, Mapping):
        return {("person", str(person))}
    practice = person.get("practice")
    ods = practice.get("ods") if isinstance(practice, Mapping) else None
    return {*((name, str(person.get(name))) for name in _PERSON), ("practice", str(ods))}


def _other_credentials(evidence: Evidence) -> Iterator[str]:
    """Name the credentials of the reference service that are others; those of a supplier's last, and have no seed."""
    plan = evidence.plan
    if not plan.reference and plan.known_bad is None:
        return
    due = plain(secrets_of(plan.seed))
    due["cis2_client_id"] = sign_in_secrets(f"{plan.seed}/sign-in")["cis2_client_id"]
    for event in evidence.of(Environment):
        for name, value in due.items():
            if event.data.held.get(name) != value:
                yield name


def _premises(evidence: Evidence) -> list[Premises]:
    try:
        return [
            from_json(Premises, held)
            for event in evidence.of(Environment)
            for held in event.data.held["premises"]
        ]
    except (KeyError, TypeError, ValueError):
        return []


def _seed(plan: Plan) -> int | str:
    return f"{plan.seed}/{plan.challenge}" if plan.challenge else plan.seed
