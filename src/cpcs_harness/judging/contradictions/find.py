"""Looks for all of it, and says what could not be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cpcs_harness.evidence.digest import JudgedBy, people_digest
from cpcs_harness.evidence.events import Served
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions.entries import other_entries
from cpcs_harness.judging.contradictions.exempt import exempted
from cpcs_harness.judging.contradictions.people import other_people
from cpcs_harness.judging.contradictions.traces import traces

OTHER_MAKER = (
    "People and credentials were not compared with what seed and challenge give: what makes them here is not what the "
    "plan says made them then."
)
OTHER_JOURNEYS = (
    "What journeys entered was not compared with what seed and challenge give: the journeys here are not those that "
    "the plan says were carried out."
)
NOT_COUNTED = "What mocks and recorder counted was not compared with what is there: the run does not say it."


@dataclass(frozen=True)
class Found:
    """What was found, each in a sentence."""

    contradictions: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()


def contradictions_in(evidence: Evidence, judged_by: JudgedBy, suites: Path) -> Found:
    """Hold what a run issued, sent, entered and counted against each other, and against what its seed gives.

    `judged_by` is what judges here, with these suites: what only the same harness does alike is compared for it alone.
    """
    found = [*traces(evidence), *exempted(evidence)]
    not_compared: list[str] = []
    planned = JudgedBy.from_plan(evidence.plan)
    if _lacks_counts(evidence):
        is_ours = planned.digest == judged_by.digest
        (found if is_ours else not_compared).append(
            "no mock and no recorder has counted" if is_ours else NOT_COUNTED
        )
    if evidence.plan.harness.people_digest != people_digest():
        return Found(tuple(found), (*not_compared, OTHER_MAKER))
    found += other_people(evidence)
    if planned.suite != judged_by.suite:
        return Found(tuple(found), (*not_compared, OTHER_JOURNEYS))
    return Found((*found, *other_entries(evidence, suites)), tuple(not_compared))


def _lacks_counts(evidence: Evidence) -> bool:
    counts = [event.data for event in evidence.of(Served)]
    return evidence.finished and not any(one.taken is not None and one.events is not None for one in counts)
