"""What was asked of DoS when somebody looked for pharmacies, what it answered, and what was shown then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import unquote

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, ObservationView
from cpcs_harness.times import moment_of

from .._shared.dos_answers import Service, services_in
from .._shared.text import plain_name, plain_postcode
from ._names import names_of

LEEWAY = timedelta(seconds=90)
"""By which the moment that a screen speaks of, or was made at, may differ from that of DoS's answer."""

T = TypeVar("T")


@dataclass(frozen=True)
class Search:
    """One time that somebody looked for pharmacies."""

    seen: ObservationView
    calls: list[ExchangeView]
    """Every call to DoS in its step."""

    @property
    def answers(self) -> list[ExchangeView]:
        """Give the searches by service type that DoS answered, and whose answer was seen."""
        asked = (call for call in self.calls if call.operation == "by_service_type")
        return [call for call in asked if services_in(call) is not None]

    @property
    def offered(self) -> dict[str, Service]:
        """Give what DoS answered, by service id."""
        return {str(service["id"]): service for call in self.answers for service in services_in(call) or ()}

    @property
    def shown(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Give what was shown, each with its service id, or that of the one that DoS has under its name."""
        providers = self.seen.shown.get("providers") or ()
        return [(self._id_of(provider), provider) for provider in providers]

    @property
    def known(self) -> list[tuple[Service, Mapping[str, Any]]]:
        """Give what was shown of services that DoS gave, each with its service."""
        return [(self.offered[name], screen) for name, screen in self.shown if name in self.offered]

    @property
    def moment(self) -> datetime:
        """Give when DoS answered last."""
        return moment_of(self.answers[-1].clock)

    @property
    def told(self) -> str:
        """Give the words for whoever searched, however it ended."""
        return " ".join(str(self.seen.shown.get("message") or self.seen.told or "").split())

    def _id_of(self, provider: Mapping[str, Any]) -> str:
        if provider.get("service_id") is not None:
            return str(provider["service_id"])
        name, place = plain_name(provider.get("public_name")), plain_postcode(provider.get("postcode"))
        same = (
            id
            for id, service in self.offered.items()
            if name in map(plain_name, names_of(service)) and plain_postcode(service["postcode"]) == place
        )
        return next(same, "none")


def some(found: Iterable[T], why: str) -> list[T]:
    """Give what there is to look at; none is NotShown, for the reason given."""
    listed = list(found)
    if not listed:
        raise NotShown(why)
    return listed


def searches(journey: JourneyView) -> list[Search]:
    """Give every time that somebody looked for pharmacies in a journey; none is NotShown."""
    calls = [call for call in journey.calls if call.service == "dos"]
    journey.looked_at.extend(call.id for call in calls)
    tries = journey.attempts("find_pharmacies")
    return [
        Search(
            seen, [call for call in calls if call.step == seen.step and not _is_given_up(call, seen, tries)]
        )
        for seen in tries
    ]


def _is_given_up(call: ExchangeView, seen: ObservationView, tries: Iterable[ObservationView]) -> bool:
    """Say whether a call was one of an earlier search: given up then, and taken in by a mock that stood still now."""
    if not call.gone:
        return False
    earlier = [_postcode(other) for other in tries if other.seq < seen.seq]
    asked = plain_postcode(unquote(call.request.target))
    return _postcode(seen) not in asked and any(place in asked for place in earlier)


def _postcode(seen: ObservationView) -> str:
    return plain_postcode(seen.given["postcode"])


def answered(evidence: EvidenceView) -> Iterator[Search]:
    """Go through the searches that DoS answered; a journey without any is NotShown."""
    for journey in evidence.each():
        found = [search for search in searches(journey) if search.answers]
        if not found:
            raise NotShown(f"journey {journey.id} had no answer from DoS")
        yield from found


def about(journey: JourneyView, label: str) -> Search:
    """Give the last search of a case; none is NotShown."""
    found = [search for search in searches(journey) if search.seen.about == label]
    if not found:
        raise NotShown(f"journey {journey.id}: nobody looked for pharmacies in the case {label}")
    return found[-1]
