"""Addresses and mailboxes that a run made known to the system, and whose practice each is."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from cpcs_harness.judging.account import Subject
from cpcs_harness.judging.views import RunView

_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
"""Looked for from where a word begins alone: from each letter of a file in base64 it takes the square of its length."""
_MAILBOX = re.compile(r"\b[A-Z0-9]{8,}\b")
_SHORTEST = 8
"""Characters of a mailbox's name at least."""
_REPORTS = ("nhs111", "nhs111online", "nhs111fhir")
"""Senders of reports, which name no mailbox at MESH."""
_ANSWERS = ("dos", "mesh", "cppe", "pds", "smsp")
"""Services whose answers name organisations."""


def addresses(run: RunView) -> frozenset[str]:
    """Give every e-mail address that the system was told of, in small letters."""
    texts = (text for text in _told(run) if "@" in text)
    return frozenset(found.lower() for text in texts for found in _ADDRESS.findall(text))


def mailboxes(run: RunView) -> frozenset[str]:
    """Give every text that may be a mailbox at MESH and that the system was told of, in capitals."""
    texts = (text for text in _told(run, but=_REPORTS) if len(text) >= _SHORTEST)
    return frozenset(found for text in texts for found in _MAILBOX.findall(text.upper()))


def journeys_of_practices(run: RunView) -> Mapping[str, set[str]]:
    """Give the journeys whose patients a practice has, by its e-mail address and by its mailbox."""
    found: dict[str, set[str]] = defaultdict(set)
    for journey, issued in _issued(run):
        practice = issued["person"]["practice"]
        found[practice["email"].lower()].add(journey)
        found[practice["mailbox"].upper()].add(journey)
    return found


def is_another_practices(
    place: str, subjects: Mapping[Subject, Any], practices: Mapping[str, set[str]]
) -> bool:
    """Say whether an address or mailbox is that of a practice, and of none of these patients' journeys."""
    of = practices.get(place, set())
    return bool(of) and not of & {subject.journey for subject in subjects}


def _told(run: RunView, but: Collection[str] = ()) -> Iterator[str]:
    """Give all that told the system of organisations: settings, people, what people keyed in, and what was answered."""
    yield json.dumps(run.environment or {})
    for journey, issued in _issued(run):
        yield json.dumps(issued, default=str)
        for seen in run.journey(journey, []).seen:
            yield json.dumps(dict(seen.given), default=str)
    for call in run.calls:
        if call.direction == "to-candidate" and call.service not in but:
            yield json.dumps(dict(call.request.start), default=str)
            yield " ".join(value for _, value in call.request.headers)
            yield call.request.body.decode("utf-8", "replace")
        elif call.service in _ANSWERS:
            yield call.response.body.decode("utf-8", "replace")
            yield " ".join(value for _, value in call.response.headers)


def _issued(run: RunView) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for journey, issued in run.issued.items():
        yield journey or "", issued
        for other in run.also.get(journey, {}).values():
            yield journey or "", other
