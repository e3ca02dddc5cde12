"""Sign-ins with CIS2, each read from what its page was told, and from what came back of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cpcs_harness.evidence.events import Event, Exchange, Issued, IssuedAlso, Observation, Steered
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.sign_in import (
    ANOTHERS,
    ANOTHERS_FIRST,
    ENDED_BY_CIS2,
    FIRST_OF_TWO,
    NONE,
    ONE,
    RIGHT,
    SECOND_OF_TWO,
    SIGNED_OUT,
    THEN_ANOTHERS,
)

BINDING = ("state", "nonce", "code_challenge")
"""What ties an answer of CIS2 to the sign-in that was begun."""
Role = tuple[str, str]
"""Its id, and the pharmacy where it is."""


@dataclass
class Begun:
    """One sign-in from the address that it began with, and all that came after it in its step."""

    first: Event[Any]
    employed: Mapping[str, Sequence[Role]]
    """The roles of each person at that time."""
    events: list[Event[Any]] = field(default_factory=list)

    def of(self, kind: type[Any]) -> list[Event[Any]]:
        """Give the events of a kind, in order."""
        return [event for event in self.events if type(event.data) is kind]

    @property
    def browsed(self) -> Event[Steered] | None:
        """Give how the person went through CIS2's page; None where they did not."""
        return next((event for event in self.of(Steered) if event.data.what == "browse"), None)


def sign_ins(cases: Cases) -> Iterator[Recorded]:
    """Give every sign-in in which somebody went to CIS2's page, with what came of it in the same step."""
    for begun in _begun(cases):
        if begun.browsed is not None:
            ids = [event.id for event in begun.events if not isinstance(event.data, Steered)]
            yield Recorded(_facts(begun, begun.browsed.data), frozenset({begun.first.id, *ids}))


def _begun(cases: Cases) -> Iterator[Begun]:
    employed: dict[str, Sequence[Role]] = {}
    under_way: dict[str | None, Begun] = {}
    kinds = (Issued, IssuedAlso, Steered, Exchange, Observation)
    for event in sorted((one for kind in kinds for one in cases.evidence.of(kind)), key=lambda one: one.seq):
        employed |= _roles(event)
        if _begins(event):
            if event.journey in under_way:
                yield under_way[event.journey]
            under_way[event.journey] = Begun(event, dict(employed))
        elif (own := under_way.get(event.journey)) is not None and own.first.step == event.step:
            own.events.append(event)
    yield from under_way.values()


def _begins(event: Event[Any]) -> bool:
    seen = event.data
    return (
        isinstance(seen, Observation) and seen.action == "sign_in" and bool(seen.observation.get("address"))
    )


def _roles(event: Event[Any]) -> Mapping[str, Sequence[Role]]:
    """Give the roles of a person from here on, where an event says so."""
    if isinstance(event.data, (Issued, IssuedAlso)):
        worker = event.data.held.get("care_worker") or {}
        roles = [(str(role["role_id"]), str(role["ods"])) for role in worker.get("roles", ())]
        return {str(worker["user_id"]): roles} if worker else {}
    if isinstance(event.data, Steered) and event.data.what == "employ":
        how = event.data.how
        return {event.data.user_id: list(zip(how["roles"], how.get("at", ()), strict=False))}
    return {}


def _facts(begun: Begun, browsed: Steered) -> dict[str, Any]:
    roles = begun.employed.get(browsed.user_id, ())
    chosen = str(browsed.how.get("role") or (roles[0][0] if roles else ""))
    return {
        "roles": _had(roles, chosen, str(begun.first.data.actor.get("ods"))),
        "means": browsed.how.get("authenticator"),
        "answer": _answer(begun),
        "end": _end(begun),
    }


def _had(roles: Sequence[Role], chosen: str, here: str) -> str:
    at = tuple(ods == here for _, ods in roles)
    place = [role for role, _ in roles].index(chosen) if chosen in dict(roles) else None
    return {
        ((), None): NONE,
        ((True,), 0): ONE,
        ((True, True), 0): FIRST_OF_TWO,
        ((True, True), 1): SECOND_OF_TWO,
        ((True, False), 0): THEN_ANOTHERS,
        ((False, True), 1): ANOTHERS_FIRST,
    }.get((at, place), "")


def _answer(begun: Begun) -> str:
    given = _bound(str(begun.first.data.observation.get("address")))
    asked = [call for call in begun.of(Exchange) if call.data.operation == "authorize"]
    if asked and given and given != _bound(str(asked[0].data.request.start.get("target"))):
        return ANOTHERS
    spoiled = [call.data.facts["spoiled"] for call in begun.of(Exchange) if call.data.facts.get("spoiled")]
    return str(spoiled[0]) if spoiled else RIGHT


def _bound(address: str) -> Mapping[str, Sequence[str]]:
    query = parse_qs(urlsplit(address).query)
    return {name: query[name] for name in BINDING if name in query}


def _end(begun: Begun) -> str:
    ended = [event.data.how for event in begun.of(Steered) if event.data.what == "end_session"]
    if any(not how.get("forged") for how in ended):
        return ENDED_BY_CIS2
    return SIGNED_OUT if any(event.data.action == "sign_out" for event in begun.of(Observation)) else ""
