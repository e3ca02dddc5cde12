"""Onward referrals by FHIR as they were sent: whose each is, to whom it went, and by what its receiver knows it.

Source: FHIR R4, Messaging; model of the project, docs/reference/onward-model.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, expect
from cpcs_harness.judging.in_words import in_words

from .._shared.outbound import searchable
from .._shared.text import letters_and_digits
from ._onward import Referred, each_tried, marks

TAKEN = range(200, 300)


def messages(evidence: EvidenceView) -> list[tuple[Referred, list[ExchangeView]]]:
    """Give each patient who was to be referred, with the messages about them; none at all is NotShown."""
    found = [(referred, about(referred)) for referred in each_tried(evidence)]
    if not any(calls for _, calls in found):
        raise NotShown("no message refers a patient of the journeys onward by FHIR")
    return found


def about(found: Referred) -> list[ExchangeView]:
    """Give the messages that tell of a patient."""
    calls = found.journey.exchanges("onward", "process_message", at_least=0)
    return [call for call in calls if tells_of(call, found.issued)]


def tells_of(call: ExchangeView, issued: Any) -> bool:
    """Say whether a message tells of a patient."""
    return any(letters_and_digits(mark) in call.read(text_of) for mark in marks(issued))


def text_of(call: ExchangeView) -> str:
    """Give every text of a message, letters and digits alone."""
    return searchable(" ".join(texts(call.request.json)) or call.request.body.decode("utf-8", "replace"))


def texts(value: Any) -> Iterator[str]:
    """Give every text in a JSON value."""
    due = [value]
    while due:
        held = due.pop()
        if isinstance(held, str):
            yield held
        elif isinstance(held, (list, dict)):
            due.extend(reversed(list(held.values() if isinstance(held, dict) else held)))


def resources(call: ExchangeView) -> list[dict[str, Any]]:
    """Give the resources of a message Bundle, its header first; raises NotMet for what is none."""
    bundle = call.request.json
    right = (
        isinstance(bundle, dict)
        and bundle.get("resourceType") == "Bundle"
        and bundle.get("type") == "message"
    )
    expect(right, "a FHIR Bundle of type message, in JSON", in_words(call.request.body[:80]), call)
    listed = bundle.get("entry")
    entries = [entry for entry in (listed if isinstance(listed, list) else []) if isinstance(entry, dict)]
    return [entry["resource"] for entry in entries if isinstance(entry.get("resource"), dict)]


def identity(call: ExchangeView) -> str:
    """Give what a receiver knows a message by: the Bundle's identifier or id; its bytes where it has neither."""
    bundle = call.request.json if isinstance(call.request.json, dict) else {}
    return in_words(bundle.get("identifier") or bundle.get("id") or call.request.body)


def receiver(call: ExchangeView) -> str:
    """Give the pharmacy that a message was sent to."""
    return call.request.segments[-2] if len(call.request.segments) > 1 else ""


def dicts(held: Any) -> list[dict[str, Any]]:
    """Give the objects of a list, or the one that stands for it."""
    return [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, dict)]


def addressed(call: ExchangeView) -> dict[str, dict[str, Any]]:
    """Give the resources of a message by their addresses."""
    entries = dicts(call.request.json.get("entry"))
    return {str(entry.get("fullUrl")): (dicts(entry.get("resource")) or [{}])[0] for entry in entries}
