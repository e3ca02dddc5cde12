"""Reports that NHS 111 sent by ITK, read from what was recorded when they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.evidence.events import Exchange, Observation
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.things.recorded import Cases, Recorded

SERVICE = "nhs111"
"""Who sends them."""


def reports(cases: Cases) -> Iterator[Recorded]:
    """Give every report with its sendings, and the steps that are about it.

    A step that names no document is about that of its journey, if only one was sent in it.
    """
    sent = _sent(cases.evidence)
    told: dict[str, dict[str, Any]] = {}
    events: dict[str, set[str]] = defaultdict(set)
    of_journey: dict[str | None, set[str]] = defaultdict(set)
    for journey, id, report in sent:
        document = str(report["document_id"])
        told[document] = dict(report)
        events[document].add(id)
        of_journey[journey].add(document)
    for seen in cases.evidence.of(Observation):
        about, own = seen.data.about, of_journey[seen.journey]
        if about in told:
            events[about].add(seen.id)
        elif not about and len(own) == 1:
            events[next(iter(own))].add(seen.id)
    return (Recorded(report, frozenset(events[document])) for document, report in told.items())


def _sent(evidence: Evidence) -> list[tuple[str | None, str, Mapping[str, Any]]]:
    found = []
    for event in evidence.of(Exchange):
        report = event.data.facts.get("report") if event.data.service == SERVICE else None
        if isinstance(report, Mapping) and report.get("document_id"):
            found.append((event.journey, event.id, report))
    return found
