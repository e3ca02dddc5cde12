"""Takes out of the results what the harness itself may have brought about, by being late."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.evidence.attempts import again
from cpcs_harness.evidence.lateness import Lateness
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.results import CheckResult

Needed = Callable[[CheckResult], Sequence[str]]
"""Gives the journeys that the criterion of a result needs."""


def fair(results: Iterable[CheckResult], evidence: Evidence, needed: Needed) -> Iterator[CheckResult]:
    """Give the results that count against a candidate or for it.

    A failure of time, order, repetition or absence in a journey that the harness kept waiting is not shown, for the
    environment. Of a former attempt only what is wrong in itself counts.
    """
    lateness = Lateness.of(evidence)
    if not lateness.late:
        yield from results
        return
    for result in results:
        attempts = _attempts(result, evidence, lateness, needed(result)) if _may_follow(result) else []
        reached = lateness.reached(attempts)
        if result.former:
            if result.verdict == Verdict.FAIL and not reached:
                yield replace(result, message=f"in the first attempt: {result.message}")
        elif reached:
            yield _excused(result, reached)
        else:
            yield result


def _may_follow(result: CheckResult) -> bool:
    """Say whether a result may follow from an answer that came late."""
    if result.verdict == Verdict.NOT_SHOWN:
        return result.blame == "candidate"
    return result.verdict == Verdict.FAIL and result.finding is not None and bool(result.finding.timing)


def _attempts(
    result: CheckResult, evidence: Evidence, lateness: Lateness, needed: Sequence[str]
) -> list[str]:
    """Name the attempts that a result rests on: those of its exchanges, or all that it looked at."""
    rests_on = [evidence.event(name)["journey"] for name in result.exchanges]
    named = [name for name in rests_on if name in lateness.began]
    if named:
        return named
    looked_at = {
        again(name) if again(name) in lateness.began and not result.former else name for name in needed
    }
    return sorted(looked_at)


def _excused(result: CheckResult, why: str) -> CheckResult:
    message = f"not held against the candidate, because {why}: {result.message}"
    return replace(result, verdict=Verdict.NOT_SHOWN, blame="environment", message=message)
