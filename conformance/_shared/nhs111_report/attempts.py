"""Whether one referral that an exploration sent came out right: a pure function, for the journey and for its check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.formats.soap import read_answer

from .messages import INCOMPLETE
from .shown import faults_of


def faults_of_attempt(
    report: Mapping[str, Any],
    damage: str,
    status: int,
    answer: Any,
    shown: Mapping[str, Any] | None,
) -> list[str]:
    """Say what is wrong: acknowledged and not shown as sent, or refused without saying why.

    `report` is what was sent, `answer` the answer's XML (None when it is none), `shown` the opened referral.
    """
    if status == 200:
        if shown is None:
            return ["acknowledged, and not to be opened from the worklist in the time that is given"]
        # A document that lacks what it needs may be listed as far as it goes: N111-20 looks at how.
        return [] if damage in INCOMPLETE else faults_of(report, shown)
    said = read_answer(answer)
    kind = "" if said is None else said.fault_code.rpartition(":")[2]
    if said is None or not (said.error_text or kind in ("MustUnderstand", "VersionMismatch")):
        return [f"refused with HTTP status {status}, and without a fault that says why"]
    return []
