"""The pharmacist looks at a patient's prescriptions in the tracker, before a medicine is supplied urgently.

Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.2 to 3.5).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.mockkit.fault_menu import fault_menu

from ._steps import cis2 as _cis2
from ._steps import eps_answers as _answers
from ._steps import parts as _parts
from ._steps import pds as _pds
from ._steps import prescriptions as _prescriptions
from ._steps import referrals as _referrals
from ._steps import tracing as _tracing
from ._steps.pathways import UM

TRACK = "track_prescriptions"
CLINICAL = "clinical_tracker"
BY_FHIR = " by FHIR"
OTHER_NUMBER, BYSTANDER = "other number", "whose number it is"
DRAWN, AT_ONCE, DRAWN_BY_FHIR = 60, 5, 30
"""Prescriptions that are drawn: as many as it takes for each two of their conditions to meet in one; how many in a
look; and of how many the FHIR tracker is asked as well."""


class EpsTracker(Journey):
    """One patient's prescriptions in every status; none; trouble; and identifiers that a person types."""

    id = "eps-tracker"
    seconds = 2.0
    pathways = (UM,)
    title = "Urgent medicine, the patient's prescriptions in the tracker"

    def run(self, stage: Stage) -> None:
        """Look, each time at something else; then have the tracker fail; then type identifiers: by each interface."""
        _referrals.sign_in(stage)
        _parts.receive_and_open(stage)
        stage.step("Another patient is referred, whom nobody has opened yet")
        stage.send(report=stage.another("next").report)
        table = _prescriptions.table()
        if "json" in stage.declaration.trackers:
            self._look(stage, table["looks"])
            self._look_at_drawn(stage, stage.issued.several.get(_answers.THING, ()))
            for name, how in table["troubles"].items():
                self._hold_for(stage, name, how, table)
                self._fail(stage, name, "eps_tracker", how.get("strikes", "*"), **_answer(how))
            self._type(stage)
        if _pds.AsksPds.wanted(stage.declaration):
            self._of_another_number(stage)
        if "fhir" in stage.declaration.trackers:
            self._by_fhir(stage, table)

    def _by_fhir(self, stage: Stage, table: Mapping[str, Any]) -> None:
        stage.step("The pharmacist signs in with CIS2, in whose name the FHIR tracker is asked")
        _cis2.sign_in(stage, stage.worker.roles[0].role_id)
        self._look(stage, table["looks"] | table["looks_by_fhir"], BY_FHIR)
        self._look_at_drawn(stage, stage.issued.several.get(_answers.THING, ())[:DRAWN_BY_FHIR], BY_FHIR)
        for name, how in table["troubles_by_fhir"].items():
            self._hold_for(stage, f"{name}{BY_FHIR}", how, table)
            fault = fault_menu(CLINICAL)[how.get("is", name)]
            self._fail(stage, f"{name}{BY_FHIR}", CLINICAL, how["strikes"], **fault)
        self._type(stage, BY_FHIR)

    def _look(self, stage: Stage, looks: Mapping[str, Any], by: str = "") -> None:
        for look, cases in looks.items():
            stage.step(f"The tracker is asked{by}: {look}")
            stage.hold(_prescriptions.held_for(cases, stage.issued.person.nhs_number), f"{look}{by}")
            stage.do(TRACK, needed=False, about=look)

    @classmethod
    def several(cls, label: str) -> Mapping[str, int]:
        """Draw the prescriptions of the journey's own patient."""
        return {} if label else {_answers.THING: DRAWN}

    def _look_at_drawn(self, stage: Stage, rows: Sequence[Mapping[str, Any]], by: str = "") -> None:
        """Look at the prescriptions that were drawn, a few at a time."""
        for first in range(0, len(rows), AT_ONCE):
            look = f"drawn {first + 1}"
            held = _answers.drawn(stage.issued.person.nhs_number, rows[first : first + AT_ONCE], first)
            stage.step(f"The tracker is asked{by}: {look}")
            stage.hold(held, f"{look}{by}")
            stage.do(TRACK, needed=False, about=look)

    def _of_another_number(self, stage: Stage) -> None:
        """The referral has somebody else's number; the patient is found by what they say, and the record adopted."""
        bystander, patient = stage.another(BYSTANDER), stage.another(OTHER_NUMBER)
        issued = _tracing.as_reported(patient, nhs_number=bystander.person.nhs_number)
        (case,) = _pds.refer(stage, {OTHER_NUMBER: issued}).values()
        case.search()
        case.choose()
        waiting = _prescriptions.table()["looks"]["waiting"]
        for person in (case.person, bystander.person):
            stage.hold(_prescriptions.held_for(waiting, person.nhs_number), f"waiting for {person.family}")
        stage.step("The tracker is asked about a patient who was traced under another number")
        case.do(TRACK)

    def _hold_for(self, stage: Stage, name: str, how: Mapping[str, Any], table: Mapping[str, Any]) -> None:
        """Have the tracker hold what a trouble is about, where it needs that."""
        if "holds" in how:
            held = table["looks"][how["holds"]]
            stage.hold(_prescriptions.held_for(held, stage.issued.person.nhs_number), name)

    def _fail(self, stage: Stage, name: str, service: str, operation: str = "*", **how: Any) -> None:
        stage.step(f"The tracker fails: {name}")
        fault = stage.fault(name, service, operation, times=9, **how)
        stage.do(TRACK, needed=False, about=name)
        fault.times = 0

    def _type(self, stage: Stage, by: str = "") -> None:
        held = _prescriptions.held_for(_prescriptions.table()["typed"], stage.issued.person.nhs_number)
        stage.hold(held, f"typed{by}")
        for typed in _prescriptions.as_typed([prescription.id for prescription in held.prescriptions]):
            stage.step(f"An identifier is typed{by}: {typed.strip()}")
            stage.do(TRACK, needed=False, about=typed.strip(), prescription_id=typed)


def _answer(how: Mapping[str, Any]) -> dict[str, Any]:
    if "text" in how:
        return {"status": how["status"], "body": how["text"].encode()}
    if "code" not in how:
        return {name: how[name] for name in ("status", "drop") if name in how}
    body: dict[str, Any] = {"version": "1", "reason": how["reason"], "statusCode": how["code"]}
    if "within" in how:
        body = {how["within"]: body, "error": {}}
    return {
        "status": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body).encode(),
    }
