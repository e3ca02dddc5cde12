"""Whether PDS said anything of a patient: a refusal of whoever asks is no answer about anybody.

Nor is an answer that nobody was left to read. What follows from either is not a failure of its own. The token, the
request id and the search are judged by what was sent (PDS-01, PDS-03, PDS-05); what would have been shown of the
patient is not shown.
Source: Personal Demographics Service FHIR API, evaluation order of the gateway (interface sheet pds-smsp-auth, section
7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, ObservationView

from ._requests import code_of, of_patient

OF_THE_REQUEST = (400, 401, 403, 405, 406, 415, 429)
"""Answers to a request that was refused before anybody was looked for, unless a fault of the journey gave them."""
OF_THE_NUMBER = "INVALID_RESOURCE_ID"


def is_refused(call: ExchangeView) -> bool:
    """Say whether PDS refused a request for what it is, and so said nothing of a patient."""
    return call.response.status in OF_THE_REQUEST and not call.fault and code_of(call) != OF_THE_NUMBER


def is_unheard(call: ExchangeView) -> bool:
    """Say whether the candidate had left before PDS answered, though nothing was planned to go wrong."""
    return call.gone and not call.fault


def why_unanswered(evidence: EvidenceView, journey: JourneyView, label: str, seen: ObservationView) -> str:
    """Say why PDS said nothing of a patient who was looked up; empty where it did, or where it was not asked at all."""
    after = max((other.seq for other in journey.seen if other.seq < seen.seq), default=0)
    calls = of_patient(journey, label, (call for call in journey.calls if after < call.seq < seen.seq))
    if any(not is_refused(call) and not is_unheard(call) for call in calls):
        return ""
    refused = calls or _refused_tokens(evidence, journey, after, seen.seq)
    if not refused:
        return ""
    last = refused[-1]
    said = f"was refused with {last.response.status} {code_of(last)}".strip()
    why = "was answered when the caller had left" if is_unheard(last) else said
    return f"journey {journey.id}: PDS said nothing of patient {label}, since {last.id} {why}"


def expect_answered(evidence: EvidenceView, journey: JourneyView, label: str, seen: ObservationView) -> None:
    """Raise NotShown where PDS said nothing of a patient who was looked up."""
    why = why_unanswered(evidence, journey, label, seen)
    if why:
        raise NotShown(why, exchanges=[seen.id])


def answered(
    evidence: EvidenceView, found: Iterable[tuple[JourneyView, str]]
) -> Iterator[tuple[JourneyView, str]]:
    """Give those patients of whom PDS said something at each look-up; in the end, NotShown for the others."""
    unanswered = []
    for journey, label in found:
        why = _why_ever_unanswered(evidence, journey, label)
        if why:
            unanswered.append(why)
        else:
            yield journey, label
    if unanswered:
        raise NotShown("; ".join(unanswered[:3]))


def _why_ever_unanswered(evidence: EvidenceView, journey: JourneyView, label: str) -> str:
    document = journey.also[label]["report"]["document_id"]
    looks = [seen for seen in journey.seen if seen.about == document and seen.action == "find_patient"]
    return next((why for seen in looks if (why := why_unanswered(evidence, journey, label, seen))), "")


def _refused_tokens(
    evidence: EvidenceView, journey: JourneyView, after: int, until: int
) -> list[ExchangeView]:
    """Give the refusal of a token for want of which nobody could be looked up; none where a token was given last.

    A token of somebody who signed in at another journey is for nobody's look-up in this one.
    """
    run = [call for call in evidence.of_run("oauth", at_least=0) if call.service == "oauth"]
    own = [call for call in run if call.operation == "token" or call.journey == journey.id]
    asked = [call for call in own if call.seq < until]
    refused = [call for call in asked[-1:] if call.response.status >= 400 and not call.fault]
    since = [call for call in evidence.of_run("pds", at_least=0) if call.service == "pds"]
    return (
        []
        if any(max(after, call.seq) < later.seq < until for call in refused for later in since)
        else refused
    )
