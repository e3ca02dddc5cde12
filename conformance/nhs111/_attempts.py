"""Whether one referral that an exploration sent came out right: a pure function, for the journey and for its check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.formats.soap import read_answer

from ._faithful import faults_of


def faults_of_attempt(
    report: Mapping[str, Any], status: int, answer: Any, shown: Mapping[str, Any] | None
) -> list[str]:
    """Say what is wrong: acknowledged and not shown as sent, or refused without saying why.

    `report` is what was sent, `answer` the answer's XML (None when it is none), `shown` the opened referral.
    """
    if status == 200:
        if shown is None:
            return ["acknowledged, and not to be opened from the worklist in the time that is given"]
        return faults_of(report, shown)
    said = read_answer(answer)
    if said is None or not said.fault_code or not said.error_text:
        return [f"refused with HTTP status {status}, and without a fault that says why"]
    return []
