"""Checks of one patient's exemption as they were drawn: each for a prescription of its own, with its own answer.

Source: RTEC swagger and client functional specification 1.4, PEC-FR-31: one check is of one prescription (interface
sheet dos-eps-rtec-scr-dmd, sections 4.1 and 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.drawn.rtec_answer import ELSEWHERE, NO_ANSWER, NO_TYPE, ONCE, TYPES
from cpcs_harness.people.exemptions import HeldExemption
from cpcs_harness.people.prescriptions import HeldPrescriptions

from . import prescriptions as _prescriptions
from .exemptions import CHECK, Charged

THING = "RTEC answer"
FIRST = 41
"""The number in the identifier of the first: the table's are lower."""
_TROUBLES = {
    "400": "refused",
    "500": "server-error",
    "501": "not-implemented",
    "503": "unavailable",
    NO_ANSWER: "cut-off",
    NO_TYPE: "unknown",
    ELSEWHERE: "elsewhere",
}


def check(patient: Charged, rows: Sequence[Mapping[str, Any]]) -> None:
    """Have the exemption checked for each prescription that was drawn; the tracker holds all of them."""
    held = _held(patient.case.person.nhs_number, rows)
    patient.case.stage.hold(held, "prescriptions that were drawn")
    for number, (row, prescription) in enumerate(zip(rows, held.prescriptions, strict=True), 1):
        patient.stage.step(f"The charge for a prescription that was drawn: {number}")
        _check(patient, row, prescription.id)


def _held(number: str, rows: Sequence[Mapping[str, Any]]) -> HeldPrescriptions:
    cases = [
        {"number": place, "items": ["inhaler"], **({"ends_in": "+"} if row["identifier"] == "plus" else {})}
        for place, row in enumerate(rows, FIRST)
    ]
    return _prescriptions.held_for(cases, number)


def _check(patient: Charged, row: Mapping[str, Any], prescription: str) -> None:
    number = patient.case.person.nhs_number
    if row["answer"] in TYPES:
        patient.case.stage.hold(HeldExemption(number, prescription, row["answer"]), prescription)
    fault = _fault(patient, row, number)
    for _ in range(1 if row["looked"] == "once" else 2):
        patient.case.do(CHECK, prescription_id=prescription)
    if fault is not None:
        fault.times = 0


def _fault(patient: Charged, row: Mapping[str, Any], number: str) -> Fault | None:
    name = "unavailable" if row["before"] == ONCE else _TROUBLES.get(row["answer"])
    if name is None:
        return None
    how = fault_menu("rtec")[name] | {"about": number, "times": 1 if row["before"] == ONCE else 9}
    return patient.case.stage.fault(name, "rtec", "*", **how)
