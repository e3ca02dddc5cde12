"""Takes out of the results what the harness itself may have brought about by being late, and says when it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.evidence.attempts import again, is_again, planned
from cpcs_harness.evidence.events import Calibrated, Issued
from cpcs_harness.evidence.lateness import Lateness
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.times import seconds_of

_SETTLED = ("order", "repeated")
CLOCKS_SECONDS = 0.25
"""A stall is written down by another thread than an exchange: their order within this is chance."""
Needed = Callable[[CheckResult], Sequence[str]]
"""Gives the journeys that the criterion of a result needs."""


def fair(results: Iterable[CheckResult], evidence: Evidence, needed: Needed) -> Iterator[CheckResult]:
    """Give the results that count against a candidate or for it.

    A failure of time, order, repetition or absence in a journey that the harness kept waiting is not shown, for the
    environment. Of a former attempt only what is wrong in itself counts, and a check that broke.
    """
    lateness = Lateness.of(evidence)
    if not lateness.late:
        yield from results
        return
    for result in results:
        attempts = _attempts(result, evidence, lateness, needed(result)) if _may_follow(result) else []
        reached = lateness.reached(attempts, _settled(result, evidence))
        if result.former:
            if result.verdict == Verdict.ERROR or (result.verdict == Verdict.FAIL and not reached):
                yield replace(result, message=f"in the first attempt: {result.message}")
        elif reached:
            yield _excused(result, reached)
        else:
            yield result


def lateness_limits(evidence: Evidence) -> list[str]:
    """Say by how much the harness was more patient, when it was late itself, and what it tried again for that."""
    stretch = max((event.data.stretch for event in evidence.of(Calibrated)), default=1.0)
    said = []
    if stretch > 1:
        said.append(
            f"The machine was slow or busy as the run began: the candidate was waited for {stretch:g} times as long."
        )
    late = sorted(Lateness.of(evidence).late, key=lambda one: one.began)
    if late:
        longest = max(late, key=lambda one: one.ended - one.began)
        # A stall of the process is one of its loop as well, and delays answers: it counts once.
        times = 1 + sum(later.began > earlier.ended for earlier, later in pairwise(late))
        said.append(
            f"The harness itself was late {times} time{'' if times == 1 else 's'}; at the longest, {longest.words}. "
            "What may follow from that is not held against the candidate."
        )
    tried = [planned(name) for event in evidence.of(Issued) if is_again(name := event.journey or "")]
    if tried:
        said.append(f"Carried out once more, since the harness kept them waiting: {', '.join(tried)}.")
    return said


def _may_follow(result: CheckResult) -> bool:
    """Say whether a result may follow from an answer that came late."""
    if result.verdict == Verdict.NOT_SHOWN:
        return result.blame == "candidate"
    return result.verdict == Verdict.FAIL and result.finding is not None and bool(result.finding.timing)


def _settled(result: CheckResult, evidence: Evidence) -> float:
    """Give the moment from which nothing could change what a failure rests on any more.

    That something came twice, or too early, is settled by the last of it. What is late or absent could still have come.
    """
    timing = result.finding.timing if result.finding is not None else None
    if timing not in _SETTLED or not result.exchanges:
        return float("inf")
    return max(seconds_of(evidence.event(name)["at"]) for name in result.exchanges) + CLOCKS_SECONDS


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
