"""Steps of journeys in which exemptions are checked and declared; who is in them is in fixtures/exemptions.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.age import Age
from cpcs_harness.people.demographics import Demographics
from cpcs_harness.people.exemptions import HeldExemption
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Issued, Person, Premises

from . import pds as _pds
from . import prescriptions as _prescriptions
from . import referrals as _referrals

CHECK, DECLARE, LIST = "check_exemption", "declare_exemption", "list_exemption_kinds"
PAID = "none-charge-paid"
_PRESCRIPTION = {"number": 31, "status": "0001", "items": ["inhaler"]}

Row = Mapping[str, Any]


def table() -> Mapping[str, Any]:
    """Give the table of people, and of lists."""
    found: Mapping[str, Any] = fixture("exemptions")
    return found


@dataclass(frozen=True)
class Charged:
    """A patient of whom it is asked whether they pay."""

    label: str
    row: Row
    case: _pds.Case

    @property
    def stage(self) -> Stage:
        """The journey, where it is at this patient's referral."""
        own = _referrals.for_patient(self.case.stage, self.case.issued, self.case.referral)
        return replace(own, issued=replace(own.issued, label=self.label))

    def check(self) -> None:
        """Have the record adopted, and the exemption checked for the prescription that can be dispensed, if any.

        What is held and goes wrong does so from the start: a system may ask RTEC as soon as it knows the patient.
        """
        self.hold()
        fault = self._fault()
        self.case.open()
        if self.row.get("early"):
            self.case.do(CHECK, prescription_id=self.prescription)
        self.case.find()
        self.case.choose()
        if self.row.get("mistyped"):
            self.case.do(CHECK, prescription_id=_mistyped(self.prescription))
        for _ in range(2 if self.row.get("again") else 1):
            self.case.do(CHECK, **({"prescription_id": self.prescription} if self.prescription else {}))
        if fault is not None:
            fault.times = 0

    def _fault(self) -> Fault | None:
        trouble = self.row.get("trouble")
        if not trouble:
            return None
        how = fault_menu("rtec")[trouble] | {"about": self.case.person.nhs_number}
        return self.case.stage.fault(trouble, "rtec", "*", times=9, **how)

    @property
    def prescription(self) -> str:
        """The identifier of the prescription; empty where there is none."""
        return self._held().prescriptions[0].id if self.row.get("prescription", True) else ""

    def hold(self) -> None:
        """Have the tracker hold the prescription, and RTEC know of the exemption."""
        if self.prescription:
            self.case.stage.hold(self._held(), self.label)
        if self.row.get("answer"):
            known = HeldExemption(self.case.person.nhs_number, self.prescription, self.row["answer"])
            self.case.stage.hold(known, self.label)

    def _held(self) -> Any:
        own = {**_PRESCRIPTION, "number": self.row.get("number", _PRESCRIPTION["number"])}
        return _prescriptions.held_for([own], self.case.person.nhs_number)

    def declare(self, kind: str) -> None:
        """Have the patient, or somebody for them, declare."""
        person, by = self.case.person, self.row.get("by", "patient")
        name = f"{person.given} {person.family}" if by == "patient" else f"Pat {person.family}"
        form, proof = self.row.get("form", "token"), self.row.get("proof", False)
        said = {"kind": kind, "by": by, "name": name, "form": form, "evidence_seen": proof}
        self.case.do(DECLARE, signed=self.row.get("signed", True), **said)

    def declare_all(self) -> None:
        """Have everything declared that the table says, and the referral opened after each."""
        for kind in self.row.get("declares", [PAID] if self.row.get("sets_aside") else ()):
            self.declare(kind)
            self.case.open()


def _mistyped(identifier: str) -> str:
    """Give an identifier of which one character is another, so that its check character is none of it."""
    wrong = "0" if identifier[0] != "0" else "1"
    return f"{wrong}{identifier[1:]}"


def issued_as(stage: Stage, label: str, row: Row) -> Issued:
    """Give a further patient of the table: of the age, and called by plain letters, which RTEC alone takes."""
    at = places(stage)[-1] if row.get("elsewhere") else None
    age = Age(**row["age"])
    return stage.another_in_plain_letters(label, at, age)


def other_record(stage: Stage, issued: Issued, row: Row, label: str) -> None:
    """Have PDS hold the patient otherwise than the referral has them."""
    changes = dict(row.get("record", {}))
    if not changes:
        return
    named = {name: changes.pop(name) for name in ("family", "given", "postcode") if name in changes}
    person: Person = replace(issued.person, **named)
    plain, forenames = Demographics.of(person), tuple(changes.pop("forenames", ()))
    names = (replace(plain.names[0], given=forenames),) if forenames else plain.names
    stage.hold(replace(plain, names=names, **changes), label)


def places(stage: Stage) -> list[Premises]:
    """Give the pharmacies that people of the table go to: the journey's own, and another where there is one."""
    own = stage.issued.premises
    return [own, *[place for place in stage.premises if place.ods != own.ods][:1]]
