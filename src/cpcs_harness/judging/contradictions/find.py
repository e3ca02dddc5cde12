"""Looks for all of it, and says what could not be looked at."""

from __future__ import annotations

from dataclasses import dataclass

from cpcs_harness.evidence.digest import people_digest
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions.people import other_people
from cpcs_harness.judging.contradictions.traces import traces

OTHER_MAKER = (
    "People and credentials were not compared with what seed and challenge give: what makes them here is not what the "
    "plan says made them then."
)


@dataclass(frozen=True)
class Found:
    """What was found, each in a sentence."""

    contradictions: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()


def contradictions_in(evidence: Evidence) -> Found:
    """Hold what a run issued, sent and counted against each other, and against what its seed gives."""
    found = traces(evidence)
    if evidence.plan.harness.people_digest != people_digest():
        return Found(tuple(found), (OTHER_MAKER,))
    return Found((*found, *other_people(evidence)))
