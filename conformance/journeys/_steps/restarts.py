"""The candidate is stopped at once, and looked for until it is back."""

from __future__ import annotations

import threading

from cpcs_harness.errors import UsageProblem
from cpcs_harness.journeys.journey import JourneyStopped, Stage

BACK_SECONDS = 30.0


def wait_until_back(stage: Stage) -> None:
    """Ask the candidate about itself until it answers again."""
    tries = int(BACK_SECONDS / stage.pace.poll_seconds)
    for _ in range(tries):
        if _is_back(stage):
            return
        threading.Event().wait(stage.pace.poll_seconds)
    raise JourneyStopped(f"the candidate was not back {BACK_SECONDS:g} s after its restart")


def _is_back(stage: Stage) -> bool:
    try:
        return "error" not in stage.driver.about()
    except UsageProblem:
        return False
