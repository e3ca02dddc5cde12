"""The pharmacist looks at a patient's prescriptions in the tracker, before a medicine is supplied urgently.

Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.2 to 3.4).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cpcs_harness.journeys.journey import Journey, Stage

from ._steps import parts as _parts
from ._steps import prescriptions as _prescriptions
from ._steps import referrals as _referrals
from ._steps.pathways import UM

TRACK = "track_prescriptions"


class EpsTracker(Journey):
    """One patient's prescriptions in every status; none; trouble; and identifiers that a person types."""

    id = "eps-tracker"
    seconds = 1.0
    pathways = (UM,)
    title = "Urgent medicine, the patient's prescriptions in the tracker"

    def run(self, stage: Stage) -> None:
        """Look, each time at something else; then have the tracker fail; then type identifiers."""
        _referrals.sign_in(stage)
        _parts.receive_and_open(stage)
        stage.step("Another patient is referred, whom nobody has opened yet")
        stage.send(report=stage.another("next").report)
        table, number = _prescriptions.table(), stage.issued.person.nhs_number
        for look, cases in table["looks"].items():
            stage.step(f"The tracker is asked: {look}")
            stage.hold(_prescriptions.held_for(cases, number), look)
            stage.do(TRACK, needed=False, about=look)
        for name, how in table["troubles"].items():
            self._fail(stage, name, how)
        held = _prescriptions.held_for(table["typed"], number)
        stage.hold(held, "typed")
        for typed in _prescriptions.as_typed([prescription.id for prescription in held.prescriptions]):
            stage.step(f"An identifier is typed: {typed.strip()}")
            stage.do(TRACK, needed=False, about=typed.strip(), prescription_id=typed)

    def _fail(self, stage: Stage, name: str, how: Mapping[str, Any]) -> None:
        stage.step(f"The tracker fails: {name}")
        fault = stage.fault(name, "eps_tracker", "*", times=9, **_answer(how))
        stage.do(TRACK, needed=False, about=name)
        fault.times = 0


def _answer(how: Mapping[str, Any]) -> dict[str, Any]:
    if "status" in how:
        return {"status": how["status"]}
    body = {"version": "1", "reason": how["reason"], "statusCode": how["code"]}
    return {
        "status": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body).encode(),
    }
