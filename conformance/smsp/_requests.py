"""Requests to a mini service, read; and the patient and the person that each is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cpcs_harness.formats.smsp.message import Request, read_request, read_response, service_name
from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotMet, NotShown, ObservationView

from .._shared.lookups import issued_to

ASKING = ("find_patient", "check_nhs_number")
"""What a person does to have the mini service asked."""
SETTLED = frozenset(
    {
        "SMSP-0000",
        "SMSP-0001",
        "DEMOG-0001",
        "DEMOG-0007",
        "DEMOG-0017",
        "DEMOG-0022",
        "DEMOG-0040",
        "DEMOG-0042",
    }
)
"""Answers that the same question would only get again."""


def read(call: ExchangeView) -> Request:
    """Take a request apart; what has no SOAP envelope is NotMet."""
    request = call.read(_request)
    if request is None:
        raise NotMet("a SOAP 1.1 envelope", "something else", at=call.where, exchanges=[call.id])
    return request


def _request(call: ExchangeView) -> Request | None:
    return read_request(call.request.xml)


def requests(evidence: EvidenceView) -> Iterator[tuple[ExchangeView, Request]]:
    """Give the requests of the needed journeys; each journey must have one."""
    for call in evidence.exchanges("smsp"):
        yield call, read(call)


def code_of(call: ExchangeView) -> str:
    """Give the response code that was answered, `Fault` for a SOAP fault; empty where there was neither."""
    return call.read(_code)


def _code(call: ExchangeView) -> str:
    answer = read_response(call.response.xml)
    if answer is None:
        return ""
    return "Fault" if answer.fault_code else answer.code


def question(request: Request) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give what a request asks, whatever its ids: the service, and all that is said of the patient."""
    return service_name(request.service) or request.service, tuple(sorted(request.parameters.items()))


def checks(journey: JourneyView, label: str) -> list[ObservationView]:
    """Give the checks of a patient's number without their record; a system need not be able to."""
    document = issued_to(journey, label)["report"]["document_id"]
    done = [seen for seen in journey.seen if seen.about == document and seen.action == ASKING[1]]
    return [seen for seen in done if seen.status in ("done", "failed")]


def asked_by_details(journey: JourneyView, label: str) -> list[ObservationView]:
    """Give the checks by which a patient's number was asked for: by what they say of themselves, without one."""
    return [seen for seen in checks(journey, label) if not seen.given.get("nhs_number")]


def struck(
    journey: JourneyView, seen: Iterable[ObservationView], calls: list[ExchangeView]
) -> list[ObservationView]:
    """Give those of some actions for which one of some calls was made: one that is not seen may answer others."""
    inside = {action.id for action, _ in within(journey, calls)}
    return [action for action in seen if action.id in inside]


def label_of(journey: JourneyView, request: Request) -> str | None:
    """Say whom a request is about, by NHS number or else by family name; None where it cannot be told."""
    number, family = (request.parameters.get(key, "") for key in ("nhs_number", "family"))
    bare, folded = _bare(number), family.casefold()
    people = {label: issued["person"] for label, issued in journey.also.items()}
    by_number = [label for label, person in people.items() if number and bare == person["nhs_number"]]
    by_name = [label for label, person in people.items() if family and folded == person["family"].casefold()]
    return next(iter(by_number or by_name), None)


def asker_of(journey: JourneyView, request: Request) -> Mapping[str, Any] | None:
    """Give the person who had a request made: whoever looked its patient up; None where it cannot be told."""
    label = label_of(journey, request)
    document = journey.also[label]["report"]["document_id"] if label else ""
    seen = [
        action for action in journey.seen if document and action.about == document and action.action in ASKING
    ]
    return seen[0].actor if seen else None


def about(journey: JourneyView, label: str) -> list[ExchangeView]:
    """Give the requests about one patient, in their order."""
    return [call for call in journey.exchanges("smsp") if label_of(journey, read(call)) == label]


def answered(journey: JourneyView, label: str, code: str) -> list[ExchangeView]:
    """Give the requests about a patient that were answered with a code; none is NotShown."""
    found = [call for call in about(journey, label) if code_of(call) == code]
    if not found:
        raise NotShown(f"journey {journey.id}: nothing about patient {label} was answered with {code}")
    return found


def expect_heard(journey: JourneyView, label: str) -> None:
    """Raise NotShown where the mini service refused whatever it was asked about a patient: it said nothing of them.

    What was wrong with the requests is judged by what was sent (SMSP-01 to SMSP-06). A proprietary service is not seen.
    """
    asked = [call for call in journey.calls if call.service == "smsp"]
    own = [call for call in asked if is_about(journey, label, call)] or asked
    refused = [call for call in own if code_of(call) in ("", "Fault") and not call.fault]
    if own and len(refused) == len(own):
        why = f"the mini service answered nothing about patient {label}, since it refused {own[-1].id}"
        raise NotShown(f"journey {journey.id}: {why}", exchanges=[own[-1].id])


def is_about(journey: JourneyView, label: str, call: ExchangeView) -> bool:
    """Say whether a request is about a patient; what cannot be read is about nobody."""
    request = call.read(_request)
    return request is not None and label_of(journey, request) == label


def within(
    journey: JourneyView, calls: list[ExchangeView]
) -> Iterator[tuple[ObservationView, list[ExchangeView]]]:
    """Give each look-up with those of the requests that were made for it: after whatever the journey did before."""
    before = 0
    for seen in journey.seen:
        inside = [call for call in calls if before < call.seq < seen.seq]
        if seen.action in ASKING and inside:
            yield seen, inside
        before = seen.seq


def _bare(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
