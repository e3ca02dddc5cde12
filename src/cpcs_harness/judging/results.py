"""What a check came to, as the roll-up reads it."""

from __future__ import annotations

from dataclasses import dataclass

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import Finding
from cpcs_harness.records import Record

RESULT = "cpcs_result"
"""Under what name a report of pytest's carries a check's result, as JSON."""


@dataclass(frozen=True)
class CheckResult(Record):
    """One check in one pathway; plain JSON goes from a test worker to its controller."""

    nodeid: str
    criterion: str
    pathway: str
    title: str
    verdict: Verdict
    message: str = ""
    blame: str | None = None
    rests_on_answer: bool = False
    """The failure is one only if the mock's answer was right."""
    exchanges: tuple[str, ...] = ()
    """The events that the verdict rests on."""
    looked_at: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    """Of these, events of which it has read nothing."""
    asked_alone: tuple[str, ...] = ()
    """Of these, calls of which it knows what was asked or sent, and not what was answered."""
    former: bool = False
    """It judges first attempts of journeys that were carried out again."""
    finding: Finding | None = None
    """Of a failure: what the message says, as data."""
    mode: str = ""
    """Of a criterion that is judged in each mode by itself."""
    own_word: bool = False
    """It has read what the candidate says that its screen showed."""
    seconds: float = 0.0
    """How long it took."""
