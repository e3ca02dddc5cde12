"""Under which conditions each criterion was judged in a run: read from its evidence, by what its checks looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from cpcs_harness.assessment.conditions import ConditionsRecord
from cpcs_harness.assessment.requirement import CheckRecord, CriterionRecord, RequirementRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import Catalogue
from cpcs_harness.conditions.claims import claimed, claimed_and_judged
from cpcs_harness.conditions.model import Condition, Conditions
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.things.conditions import RecordedConditions
from cpcs_harness.rollup.together import together

_JUDGED = (Verdict.PASS, Verdict.FAIL)


def judged_under(
    recorded: RecordedConditions, criteria: Iterable[CriterionRecord]
) -> dict[str, frozenset[Condition]]:
    """Give the conditions under which each criterion was judged, by id; of checks that came to a verdict alone."""
    found: dict[str, frozenset[Condition]] = {}
    for criterion in criteria:
        checks = [check for check in criterion.checks if check.verdict in _JUDGED]
        asked_alone = [id for check in checks for id in check.asked_alone]
        if under := recorded.of((id for check in checks for id in _read(check)), asked_alone):
            found[criterion.id] = found.get(criterion.id, frozenset()) | under
    return dict(sorted(found.items()))


def _read(check: CheckRecord) -> set[str]:
    """Give the events that a check has read, whether or not it was told what was answered."""
    return set(check.looked_at).difference(check.passed_over, check.asked_alone)


def conditions_record(
    evidence: Evidence, requirements: Iterable[RequirementRecord], catalogue: Catalogue
) -> ConditionsRecord | None:
    """Tell under which conditions each criterion was judged; None where nothing that was recorded has any."""
    recorded = RecordedConditions(evidence)
    if not recorded.things:
        return None
    known, numbers = recorded.known, recorded.numbers
    judged = judged_under(recorded, (found for one in requirements for found in one.criteria))
    read = claimed_and_judged(judged, catalogue.criteria, known)
    return ConditionsRecord(
        things=dict(Counter(thing.thing for thing in recorded.things)),
        dimensions={one.id: tuple(value.id for value in one.values) for one in known.dimensions.values()},
        judged={id: numbers(under) for id, under in judged.items()},
        never_tried=numbers(recorded.never()),
        never_judged=numbers(one for one in known.all() if one not in read),
        pairs=len(known.pairs()),
        never_met=len(recorded.never_met()),
        together=together(recorded, catalogue.criteria.values()),
        lost={id: numbers(lost) for id, lost in _lost(catalogue, known, judged)},
    )


def _lost(
    catalogue: Catalogue, known: Conditions, judged: Mapping[str, frozenset[Condition]]
) -> Iterator[tuple[str, frozenset[Condition]]]:
    """Give what judged criteria are to be judged under, and were not."""
    for id, under in judged.items():
        if lost := claimed(catalogue.criteria[id], known) - under:
            yield id, lost
