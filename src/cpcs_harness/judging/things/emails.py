"""Practices' referrals by e-mail, read from what was recorded when they were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.evidence.events import Exchange, Observation
from cpcs_harness.judging.things.recorded import Cases, Recorded

CHANNEL = "gp_email", "send_referral"


def emails(cases: Cases) -> Iterator[Recorded]:
    """Give every e-mail that was sent undamaged, by its referral, with its sendings and the steps that are about it."""
    told: dict[str, Mapping[str, Any]] = {}
    events: dict[str, set[str]] = defaultdict(set)
    for event in cases.evidence.of(Exchange):
        referral = event.data.facts.get("referral") if event.data.facts else None
        sent = (event.data.service, event.data.operation) == CHANNEL and not event.data.facts.get("damage")
        if sent and isinstance(referral, Mapping) and isinstance(referral.get("form"), Mapping):
            document = str(referral["document_id"])
            told.setdefault(document, referral["form"])
            events[document].add(event.id)
    for seen in cases.evidence.of(Observation):
        if seen.data.about in told:
            events[seen.data.about].add(seen.id)
    return (Recorded(form, frozenset(events[document])) for document, form in told.items())
