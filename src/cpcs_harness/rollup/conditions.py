"""Under which conditions each criterion was judged in a run: read from its evidence, by what its checks looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from cpcs_harness.assessment.conditions import ConditionsRecord
from cpcs_harness.assessment.requirement import CriterionRecord, RequirementRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import Catalogue
from cpcs_harness.conditions.claims import claimed
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition, Conditions, Pair, pairs_of
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.conditions.things import REPORT
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.rollup.things.consultations import consultations
from cpcs_harness.rollup.things.recorded import Cases, Recorded
from cpcs_harness.rollup.things.reports import reports

READERS: Mapping[str, Callable[[Cases], Iterator[Recorded]]] = MappingProxyType(
    {REPORT: reports, "consultation": consultations}
)
"""What reads each thing that has conditions, by its name."""
_JUDGED = (Verdict.PASS, Verdict.FAIL)


@dataclass(frozen=True)
class Having:
    """A thing of a run: its conditions, and the events that are about it."""

    thing: str
    conditions: tuple[Condition, ...]
    """In the order of the dimensions."""
    events: frozenset[str]


@dataclass(frozen=True)
class RecordedConditions:
    """The conditions of all that a run recorded, and the events that are about each thing."""

    evidence: Evidence
    known: Conditions = field(default_factory=conditions)

    @cached_property
    def things(self) -> tuple[Having, ...]:
        """Every thing that has conditions."""
        cases = Cases(self.evidence)
        return tuple(
            Having(name, tuple(conditions_of(one.facts, self.known, name)), one.events)
            for name, read in READERS.items()
            for one in read(cases)
        )

    @cached_property
    def values(self) -> frozenset[Condition]:
        """Every condition that something had."""
        return frozenset(one for thing in self.things for one in thing.conditions)

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """Every two conditions that met in something that no system may refuse."""
        found: set[Pair] = set()
        for thing in self.things:
            if not any(map(self.known.is_refusable, thing.conditions)):
                found.update(pairs_of(thing.conditions))
        return frozenset(found)

    def never(self) -> list[Condition]:
        """Give the conditions that nothing had."""
        return [one for one in self.known.all() if one not in self.values]

    def never_met(self) -> list[Pair]:
        """Give the pairs that can be, and met in nothing."""
        return [pair for pair in self.known.pairs() if pair not in self.pairs]

    def numbers(self, conditions: Iterable[Condition]) -> tuple[int, ...]:
        """Give the places of conditions among all of them, in order."""
        wanted = frozenset(conditions)
        return tuple(number for number, one in enumerate(self.known.all()) if one in wanted)

    def of(self, looked_at: Iterable[str]) -> frozenset[Condition]:
        """Give the conditions of what some events are about."""
        things = {place for id in looked_at for place in self._places.get(id, ())}
        return frozenset(one for place in things for one in self.things[place].conditions)

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        """By event, the places of the things that it is about."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, thing in enumerate(self.things):
            for event in thing.events:
                found[event].append(place)
        return found


def judged_under(
    recorded: RecordedConditions, criteria: Iterable[CriterionRecord]
) -> dict[str, frozenset[Condition]]:
    """Give the conditions under which each criterion was judged, by id; of checks that came to a verdict alone."""
    found: dict[str, frozenset[Condition]] = {}
    for criterion in criteria:
        looked_at = [id for check in criterion.checks if check.verdict in _JUDGED for id in check.looked_at]
        if under := recorded.of(looked_at):
            found[criterion.id] = found.get(criterion.id, frozenset()) | under
    return dict(sorted(found.items()))


def conditions_record(
    evidence: Evidence, requirements: Iterable[RequirementRecord], catalogue: Catalogue
) -> ConditionsRecord | None:
    """Tell under which conditions each criterion was judged; None where nothing that was recorded has any."""
    recorded = RecordedConditions(evidence)
    if not recorded.things:
        return None
    known, numbers = recorded.known, recorded.numbers
    judged = judged_under(recorded, (found for one in requirements for found in one.criteria))
    every = frozenset(one for under in judged.values() for one in under)
    return ConditionsRecord(
        things=dict(Counter(thing.thing for thing in recorded.things)),
        dimensions={one.id: tuple(value.id for value in one.values) for one in known.dimensions.values()},
        judged={id: numbers(under) for id, under in judged.items()},
        never_tried=numbers(recorded.never()),
        never_judged=numbers(one for one in known.all() if one not in every),
        pairs=len(known.pairs()),
        never_met=len(recorded.never_met()),
        lost={id: numbers(lost) for id, lost in _lost(catalogue, known, judged)},
    )


def _lost(
    catalogue: Catalogue, known: Conditions, judged: Mapping[str, frozenset[Condition]]
) -> Iterator[tuple[str, frozenset[Condition]]]:
    """Give what judged criteria are to be judged under, and were not."""
    for id, under in judged.items():
        if lost := claimed(catalogue.criteria[id], known) - under:
            yield id, lost
