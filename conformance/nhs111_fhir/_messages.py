"""Referrals that NHS 111 sent by FHIR, found and read."""

from __future__ import annotations

from typing import Any

from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, expect, expect_equal

from .._shared.fhir_r4 import why_no_resource

OPERATION = ("nhs111fhir", "send_referral")


def sound(evidence: EvidenceView) -> list[tuple[JourneyView, ExchangeView]]:
    """Give the referrals that were sent undamaged, repeats and newer versions among them; none is NotShown."""
    found = [
        (journey, call)
        for journey in evidence.each()
        for call in journey.sent(*OPERATION)
        if not call.facts["damage"] and not takes_back(call)
    ]
    if not found:
        raise NotShown("no sound message was sent")
    _answered(found)
    return found


def takes_back(call: ExchangeView) -> bool:
    """Say whether a message takes a referral back."""
    return bool(call.facts["report"]["interaction"] == "nullify")


def broken(evidence: EvidenceView) -> list[tuple[JourneyView, ExchangeView]]:
    """Give the messages that were damaged on purpose; none is NotShown."""
    found = [
        (journey, call)
        for journey in evidence.each()
        for call in journey.sent(*OPERATION)
        if call.facts["damage"]
    ]
    if not found:
        raise NotShown("no broken message was sent")
    _answered(found)
    return found


def _answered(found: list[tuple[JourneyView, ExchangeView]]) -> None:
    """Say that nobody is there, where no message of all was answered: the address is wrong, or nothing listens."""
    if not any(call.response.status for _, call in found):
        _, first = found[0]
        error = first.response.start.get("error", "no answer")
        raise NotShown(
            f"nothing was answered at [fhir] url: {error}", blame="configuration", exchanges=[first.id]
        )


def first_of_kind(body: Any, kind: str) -> dict[str, Any]:
    """Give the first resource of a type in a bundle; empty when there is none."""
    found = (object_in(entry, "resource") for entry in objects_in(body, "entry"))
    return next((resource for resource in found if resource.get("resourceType") == kind), {})


def expect_resource(kind: str, call: ExchangeView) -> None:
    """Raise NotMet unless a message was answered with a valid resource of a type."""
    body = call.response.json
    said = body.get("resourceType") if isinstance(body, dict) else None
    expect_equal("the answer's resource", kind, said, call)
    wrong = why_no_resource(call.response.body, kind)
    expect(not wrong, f"a {kind} that is valid to FHIR R4", wrong, call)
