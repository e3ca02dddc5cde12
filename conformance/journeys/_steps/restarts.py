"""The candidate is stopped at once, and looked for until it is back."""

from __future__ import annotations

from cpcs_harness.errors import UsageProblem
from cpcs_harness.journeys.journey import JourneyStopped, Stage

BACK_SECONDS = 30.0
"""What is waited at most, besides what its answers take."""
FIRST_SECONDS = 0.02
"""What is waited before it is looked for again; each time twice as long, until it is what the candidate declares."""


def wait_until_back(stage: Stage) -> None:
    """Ask the candidate about itself until it answers again."""
    waited, pause = 0.0, FIRST_SECONDS
    while not _is_back(stage):
        if waited >= BACK_SECONDS:
            raise JourneyStopped(f"the candidate was not back {BACK_SECONDS:g} s after its restart")
        pause = min(pause, stage.pace.poll_seconds)
        stage.wait(pause)
        waited, pause = waited + pause, pause * 2


def _is_back(stage: Stage) -> bool:
    try:
        return "error" not in stage.driver.about()
    except UsageProblem:
        return False
