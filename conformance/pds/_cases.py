"""What passed about one patient of a journey: the requests to PDS, and what the pharmacist was shown."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.judging import ExchangeView, JourneyView, NotShown, ObservationView
from cpcs_harness.judging.screen import digits

ANSWERED = ("done", "refused", "failed")
PASSING = frozenset({0, 408, 429, 500, 502, 503, 504})
"""Answers after which PDS may well answer the same request; 0 where none came."""


def issued_to(journey: JourneyView, label: str) -> Mapping[str, Any]:
    """Give what was issued for a further patient; NotShown where the journey did not come so far."""
    if label not in journey.also:
        raise NotShown(f"journey {journey.id}: nobody was issued as {label}")
    return journey.also[label]


def calls_about(journey: JourneyView, label: str, at_least: int = 1) -> list[ExchangeView]:
    """Give the requests to PDS about a patient, by NHS number, name or birth date, in the order of their coming."""
    person = issued_to(journey, label)["person"]
    found = [call for call in journey.calls if call.service == "pds" and is_about(person, call)]
    journey.looked_at.extend(call.id for call in found)
    if len(found) < at_least:
        why = f"{len(found)} requests to PDS about patient {label}, and {at_least} are needed"
        raise NotShown(f"journey {journey.id} has {why}")
    return sorted(found, key=lambda call: call.began)


def is_about(person: Mapping[str, Any], call: ExchangeView) -> bool:
    """Say whether a request reads or seeks a patient."""
    family, born = person["family"].casefold(), person["birth_date"]
    sought = any(
        (name == "birthdate" and born in text) or (name == "family" and text.casefold().startswith(family))
        for name, text in call.request.query
    )
    return sought or person["nhs_number"] in map(digits, call.request.segments)


def steps(journey: JourneyView, label: str, action: str = "find_patient") -> list[ObservationView]:
    """Give every time that something was done about a patient's referral, however it ended; never is NotShown."""
    document = issued_to(journey, label)["report"]["document_id"]
    found = [seen for seen in journey.seen if seen.about == document and seen.action == action]
    if not found or all(seen.status == "cannot" for seen in found):
        raise NotShown(f"journey {journey.id}: {action} was not done for patient {label}")
    journey.looked_at.extend(seen.id for seen in found)
    return found


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
    return max((targets.count(one) for one in targets), default=0)


def pauses(calls: Sequence[ExchangeView]) -> list[float]:
    """Give the seconds from each answer to the same request's coming again."""
    return [later.began - earlier.ended for earlier, later in sent_again(calls)]


def outcome(seen: ObservationView) -> str:
    """Give what came of a search, as the candidate says; where it says nothing, how the action ended."""
    return str(seen.shown.get("outcome") or seen.status)


def matches(seen: ObservationView) -> list[Mapping[str, Any]]:
    """Give the patients that were shown."""
    return [one for one in seen.shown.get("matches") or [] if one]


def told(seen: ObservationView) -> str:
    """Give what the person was told in words."""
    notices = [str(one.get("text") or "") for one in seen.shown.get("notices") or []]
    return " ".join([str(seen.shown.get("message") or ""), seen.told, *notices]).strip()


def kinds(notices: Iterable[Mapping[str, Any]] | None) -> set[str]:
    """Give the kinds of some notices."""
    return {str(one.get("kind")) for one in notices or []}


def code_of(call: ExchangeView) -> str:
    """Give the code of an OperationOutcome that PDS answered with; empty where it answered with something else."""
    try:
        return str(call.response.json["issue"][0]["details"]["coding"][0]["code"])
    except (KeyError, IndexError, TypeError):
        return ""
