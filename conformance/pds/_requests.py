"""Requests to PDS about one patient of a journey, and the look-ups that the pharmacist saw."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.judging import ExchangeView, JourneyView, NotShown, ObservationView

from .._shared.lookups import ANSWERED, issued_to, kinds, matches, outcome, steps, told
from .._shared.screen import digits

__all__ = [
    "ANSWERED",
    "PASSING",
    "adopted",
    "calls_about",
    "code_of",
    "is_about",
    "issued_to",
    "kinds",
    "logical_requests",
    "matches",
    "of_patient",
    "opened",
    "outcome",
    "pauses",
    "sent_again",
    "steps",
    "told",
    "tries",
    "troubled",
]

PASSING = frozenset({0, 408, 429, 500, 502, 503, 504})
"""Answers after which PDS may well answer the same request; 0 where none came."""
RETRIED = frozenset({0, 401, 408, 429, 500, 502, 503, 504})
"""Answers after which the same request may come again, under the same id."""


def calls_about(journey: JourneyView, label: str, at_least: int = 1) -> list[ExchangeView]:
    """Give the requests to PDS about a patient, by NHS number, name or birth date, in the order of their coming."""
    found = of_patient(journey, label, journey.calls)
    journey.looked_at.extend(call.id for call in found)
    if len(found) < at_least:
        why = f"{len(found)} requests to PDS about patient {label}, and {at_least} are needed"
        raise NotShown(f"journey {journey.id} has {why}")
    return sorted(found, key=lambda call: call.began)


def of_patient(journey: JourneyView, label: str, calls: Iterable[ExchangeView]) -> list[ExchangeView]:
    """Give those of some requests that go to PDS, and are about a patient."""
    person = issued_to(journey, label)["person"]
    others = [issued["person"] for other, issued in journey.also.items() if other != label]
    return [
        call
        for call in calls
        if call.service == "pds"
        and is_about(person, call)
        and not any(has_family(other, call) for other in others)  # two may be born on one day
    ]


def is_about(person: Mapping[str, Any], call: ExchangeView) -> bool:
    """Say whether a request reads or seeks a patient."""
    born = any(name == "birthdate" and person["birth_date"] in text for name, text in call.request.query)
    return born or has_family(person, call) or person["nhs_number"] in map(digits, call.request.segments)


def has_family(person: Mapping[str, Any], call: ExchangeView) -> bool:
    """Say whether a search is for a patient's family name, or for one that begins with it."""
    family = person["family"].casefold()
    return any(name == "family" and text.casefold().startswith(family) for name, text in call.request.query)


def troubled(journey: JourneyView, label: str) -> list[ExchangeView]:
    """Give the requests about a patient for whom something was to go wrong; NotShown where nothing did."""
    calls = calls_about(journey, label)
    if not any(call.fault for call in calls):
        raise NotShown(f"journey {journey.id}: PDS was asked nothing about {label} that it could fail at")
    return calls


def adopted(seen: ObservationView) -> str:
    """Give the NHS number of the record that a referral has adopted; empty where it has none."""
    patient: Mapping[str, Any] = seen.shown.get("adopted_patient") or {}
    return digits(patient.get("nhs_number"))


def opened(journey: JourneyView, label: str) -> list[ObservationView]:
    """Give every time that a patient's referral was opened and seen."""
    return [seen for seen in steps(journey, label, "open_referral") if seen.status == "done"]


def sent_again(calls: Sequence[ExchangeView]) -> Iterator[tuple[ExchangeView, ExchangeView]]:
    """Give each pair of requests that follow one another with the same method and target."""
    by_target: dict[tuple[str, str], list[ExchangeView]] = {}
    for call in calls:
        by_target.setdefault((call.request.method, call.request.target), []).append(call)
    for same in by_target.values():
        yield from itertools.pairwise(same)


def tries(calls: Sequence[ExchangeView]) -> int:
    """Give how often the request was sent that was sent most often."""
    targets = [(call.request.method, call.request.target) for call in calls]
    return max((targets.count(target) for target in targets), default=0)


def pauses(calls: Sequence[ExchangeView]) -> list[float]:
    """Give the seconds from each answer to the same request's coming again."""
    return [later.began - earlier.ended for earlier, later in sent_again(calls)]


def code_of(call: ExchangeView) -> str:
    """Give the code of an OperationOutcome that PDS answered with; empty where it answered with something else."""
    try:
        return str(call.response.json["issue"][0]["details"]["coding"][0]["code"])
    except (KeyError, IndexError, TypeError):
        return ""


def logical_requests(calls: list[ExchangeView]) -> list[ExchangeView]:
    """Leave out what is only sent again after a failure: same method, target and id as the call that failed."""
    failed, kept = set(), []
    for call in sorted(calls, key=lambda call: call.began):  # who waits in vain is recorded when they leave
        key = (call.request.method, call.request.target, call.request.header("X-Request-ID"))
        if key not in failed:
            kept.append(call)
        failed.discard(key)
        if call.response.status in RETRIED or call.fault:
            failed.add(key)
    return kept
