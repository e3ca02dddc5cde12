"""The candidate is stopped at once, and looked for until it is back; that it was away has to be seen."""

from __future__ import annotations

from dataclasses import dataclass

from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.journeys.journey import JourneyStopped, Stage

BACK_SECONDS = 30.0
"""What is waited at most, besides what its answers take."""
SEEN_SECONDS = 3.0
"""How long a sign of the restart is waited for, of a candidate that answers all the time."""
FIRST_SECONDS = 0.02
"""What is waited before it is looked for again; once it is away each time twice as long, until it is what the candidate
declares."""
ANOTHER = "another start id"
AWAY = "nobody answered at the control API"
NO_SIGN = (
    "the control API answered all the time, and its /about gave no other `started` than before: whether the system was "
    "stopped cannot be seen. Have `restart` end the process, and /about give an id of the process's start as `started`"
)


@dataclass(frozen=True)
class Stopped:
    """A restart that was asked for."""

    start: str
    """What the candidate gave as its start before; empty where it gives none."""
    is_asked: bool
    """Whether it is to be looked for: not where the candidate said that it does not restart."""


def stop(stage: Stage, *, needed: bool = False) -> Stopped:
    """Have the candidate restarted at once."""
    start = _start_of(stage)
    outcome = stage.do("restart", needed=needed)
    return Stopped(start or "", outcome.status in ("done", "unanswered"))


def wait_until_back(stage: Stage, stopped: Stopped) -> None:
    """Ask the candidate about itself until it answers again as another process, and write down how that was seen."""
    waited, pause, sign = 0.0, FIRST_SECONDS, ""
    while True:
        start = _start_of(stage)
        if start is None:
            sign = AWAY
        elif stopped.start and start and start != stopped.start:
            sign = ANOTHER
        if start is not None and (sign or not stopped.is_asked or waited >= SEEN_SECONDS):
            break
        if waited >= BACK_SECONDS:
            raise JourneyStopped(f"the candidate was not back {BACK_SECONDS:g} s after its restart")
        pause = min(pause, stage.pace.poll_seconds)
        stage.wait(pause)
        waited, pause = waited + pause, pause * 2 if sign else pause
    if stopped.is_asked:
        stage.note(events.Restarted(bool(sign), sign or NO_SIGN))


def _start_of(stage: Stage) -> str | None:
    """Give the candidate's start, empty where it gives none; None where nobody answers."""
    try:
        said = stage.driver.about()
    except UsageProblem:
        return None
    return None if "error" in said else str(said.get("started") or "")
