"""Under which conditions each criterion was judged in a run: read from its evidence, by what its checks looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cpcs_harness.assessment.requirement import CriterionRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition, Conditions, Pair, pairs_of
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Exchange, Observation
from cpcs_harness.evidence.reader import Evidence

SERVICE = "nhs111"
"""Who sends the reports that have conditions."""
_JUDGED = (Verdict.PASS, Verdict.FAIL)


@dataclass(frozen=True)
class SentConditions:
    """The conditions of the reports that a run sent, and the events that are about each."""

    evidence: Evidence
    known: Conditions = field(default_factory=conditions)

    @cached_property
    def by_document(self) -> Mapping[str, frozenset[Condition]]:
        """The conditions of each report, by its document's id."""
        return {
            str(report["document_id"]): frozenset(conditions_of(report, self.known))
            for _, report in self._sent
        }

    @cached_property
    def values(self) -> frozenset[Condition]:
        """Every condition that some report had."""
        return frozenset(one for found in self.by_document.values() for one in found)

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """Every two conditions that met in a report that no system may refuse."""
        order = {one: place for place, one in enumerate(self.known.all())}
        found: set[Pair] = set()
        for had in self.by_document.values():
            if not any(map(self.known.is_refusable, had)):
                found.update(pairs_of(sorted(had, key=order.__getitem__)))
        return frozenset(found)

    def never(self) -> list[Condition]:
        """Give the conditions that no report had."""
        return [one for one in self.known.all() if one not in self.values]

    def never_met(self) -> list[Pair]:
        """Give the pairs that can be, and met in no report."""
        return [pair for pair in self.known.pairs() if pair not in self.pairs]

    def of(self, looked_at: Iterable[str]) -> frozenset[Condition]:
        """Give the conditions of the reports that some events are about."""
        documents = {document for id in looked_at for document in self._documents.get(id, ())}
        return frozenset(one for document in documents for one in self.by_document[document])

    @cached_property
    def _sent(self) -> list[tuple[str, Mapping[str, object]]]:
        found = []
        for event in self.evidence.of(Exchange):
            report = event.data.facts.get("report") if event.data.service == SERVICE else None
            if isinstance(report, Mapping) and report.get("document_id"):
                found.append((event.id, report))
        return found

    @cached_property
    def _documents(self) -> Mapping[str, Sequence[str]]:
        """By event, the documents that it is about: what was sent, or what a screen was opened for.

        A step that names no document is about that of its journey, if only one was sent in it.
        """
        found: dict[str, Sequence[str]] = {id: (str(report["document_id"]),) for id, report in self._sent}
        of_journey: dict[str | None, set[str]] = defaultdict(set)
        for event in self.evidence.of(Exchange):
            if event.id in found:
                of_journey[event.journey].update(found[event.id])
        for seen in self.evidence.of(Observation):
            own = of_journey[seen.journey]
            about = seen.data.about
            if about in self.by_document or (not about and len(own) == 1):
                found[seen.id] = (about,) if about in self.by_document else tuple(own)
        return found


def judged_under(
    sent: SentConditions, criteria: Iterable[CriterionRecord]
) -> dict[str, frozenset[Condition]]:
    """Give the conditions under which each criterion was judged, by id; of checks that came to a verdict alone."""
    found: dict[str, frozenset[Condition]] = {}
    for criterion in criteria:
        looked_at = [id for check in criterion.checks if check.verdict in _JUDGED for id in check.looked_at]
        if under := sent.of(looked_at):
            found[criterion.id] = found.get(criterion.id, frozenset()) | under
    return dict(sorted(found.items()))
