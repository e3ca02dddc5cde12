"""Steps of journeys in which a day is claimed for; whom the pharmacist sees is in fixtures/claims.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Issued, Premises
from cpcs_harness.people.words import Words

from . import cis2 as _cis2
from . import onward as _onward
from . import pds as _pds
from . import referrals as _referrals
from . import tracing as _tracing
from .pathways import UM

Row = Mapping[str, Any]
ELSEWHERE = "elsewhere"
CHANGED = {
    "is corrected": "it is corrected",
    "is corrected, too": "it is corrected",
    "is withdrawn": "it is withdrawn",
    "is withdrawn at another pharmacy": "it is withdrawn",
}
"""What becomes of the claims of patients who draw what MYS does first."""


@dataclass(frozen=True)
class Patient:
    """A patient of the table, and the referral that the pharmacist works on."""

    case: _pds.Case
    row: Row

    @property
    def urgent(self) -> bool:
        """Whether an urgent medicine was asked for."""
        return self.case.stage.issued.pathway == UM.id

    @property
    def words(self) -> Words:
        """What the pharmacist writes down of them."""
        return self.case.issued.words

    @property
    def items(self) -> list[dict[str, Any]]:
        """What is supplied: nothing to who came with a minor illness."""
        own = self.row.get("items", ()) if self.urgent else ()
        return [
            {
                "code": self.case.stage.own_code(item["role"]),
                "quantity": item["quantity"],
                "days_supply": 7,
                "dosage": self.words.dosage,
            }
            for item in own
        ]

    def miss(self) -> None:
        """Look the patient up and call them, have no consultation, and send the referral back."""
        self.case.find()
        self.case.choose()
        for came_of_it in self.row["contacts"]:
            self.case.do("record_contact_attempt", outcome=came_of_it)
        self.case.do("reject_referral", reason=self._text("sent_back"))

    def see(self) -> None:
        """Look the patient up, supply or do not, write down what was found, and complete."""
        self.case.find()
        self.case.choose()
        self.case.do("record_consent", share_with_gp=bool(self.row.get("told")))
        for item in self.items:
            self.case.do("supply_medicine", **item, reason=self.words.reason)
        if self.urgent and "declines" in self.row:
            self.case.do("record_no_supply", why="declined", text=self._text("declines"))
        outcome = "onward-referral" if "onward" in self.row else "advice-given"
        came_of_it = "medicine-supplied" if self.items else outcome
        found = _referrals.consultation(self.case.issued, came_of_it, self.case.stage.now())
        self.case.do("record_consultation", **found)
        if "onward" in self.row:
            self._refer_onward()
        self.case.do("complete")

    def _refer_onward(self) -> None:
        place = _onward.service(self.row["onward"])
        names = {"service_id": place["service_id"], "ods": place["ods"], "name": place["public_name"]}
        self.case.do("find_pharmacies", postcode=self.case.person.postcode)
        reason = f"Not in stock until Monday; {self.words.remark}"
        self.case.do("refer_onward", **names, reason=reason, through="nhsmail")

    def _text(self, what: str) -> str:
        """Give a text of the table, with what is this patient's own."""
        return f"{self.row[what]}; {self.words.remark}"

    def tell(self) -> None:
        """Have the practice told of an urgent medicine, where the patient agreed."""
        if self.urgent and self.row.get("told"):
            self.case.do("notify_gp")

    def claim(self) -> None:
        """Have the consultation claimed for, as one is that was none."""
        self.case.do("submit_claims")

    def meet(self) -> None:
        """Have MYS do to the next claim what the table says."""
        name = self.row.get("meets", "")
        if name:
            own = "complaint refused" if name == "claim refused" and not self.urgent else name
            number = self.case.person.nhs_number
            self.case.stage.fault(name, "mys", "submit_claim", about=number, **fault_menu("mys")[own])

    def correct(self, how: str = "corrects") -> None:
        """Correct the complaint, and the quantity of each item: one more of those before the last, which may stay."""
        right = self.row[how]
        given = self.items[-1:] if right.get("others") == "stay" else self.items
        items = [{"code": item["code"], "quantity": item["quantity"] + 1} for item in given]
        items[-1:] = [{**item, "quantity": right["quantity"]} for item in items[-1:]]
        complaint = f"{right['complaint']}; {self.words.remark}"
        self.case.do(
            "amend_consultation", presenting_complaint=complaint, **({"items": items} if items else {})
        )

    def mistake(self) -> None:
        """Correct the record, and claim once more while MYS does not answer."""
        self.correct("mistaken")
        number, down = self.case.person.nhs_number, fault_menu("mys")["unavailable"]
        self.case.stage.fault("unavailable", "mys", "amend_claim", about=number, **down)
        self.claim()

    def withdraw(self) -> None:
        """Take the claim back, by two hands: the first has no answer, or MYS does not let go of the claim."""
        kept = self.row.get("kept", "")
        name = kept or "answer lost"
        self.case.stage.fault(name, "mys", "withdraw_claim", **fault_menu("mys")[name])
        for _ in range(1 if kept else 2):
            self.case.do("withdraw_claim", why=self._text("withdraws"))


def rows(stage: Stage, part: str) -> dict[str, Row]:
    """Give the patients of a part of the table who are of the stage's pathway, by label."""
    own = stage.issued.pathway
    return {label: row for label, row in fixture("claims")[part].items() if row.get("pathway", own) == own}


def refer_in(stage: Stage, table: Mapping[str, Row]) -> dict[str, Patient]:
    """Sign in at each pharmacy, and have the patients referred; gives them by label."""
    issued = {label: _issued(stage, label, row) for label, row in table.items()}
    _tracing.begin(stage, issued.values(), signed_in=_cis2.asks_in_own_name_alone(stage.declaration))
    if any(patient.premises != stage.issued.premises for patient in issued.values()):
        stage.do("sign_in", needed=False, at=stage.other_premises())
    for label, row in table.items():
        if "onward" in row:
            _list_nearby(stage, issued[label], row["onward"])
    cases = _pds.refer(stage, issued)
    return {label: Patient(case, table[label]) for label, case in cases.items()}


def merge(stage: Stage, patient: Patient) -> None:
    """Have PDS replace a patient's NHS number by another one."""
    label = patient.case.issued.label
    _tracing.replace_number(stage, label, patient.case.issued, stage.another(f"{label}, merged"))


def list_claims(stage: Stage, place: Premises) -> None:
    """Have a pharmacy's claims of the month listed."""
    month = stage.now().astimezone(ZoneInfo("Europe/London")).strftime("%Y-%m")
    stage.do("list_claims", needed=False, at=place, month=month)


def _issued(stage: Stage, label: str, row: Row) -> Issued:
    if not label:
        return replace(stage.issued, label="")
    return stage.another(label, stage.other_premises() if row.get("place") == ELSEWHERE else None)


def _list_nearby(stage: Stage, patient: Issued, ods: str) -> None:
    place = _onward.service(ods)
    stage.hold(HeldServices(patient.person.postcode, ({**place, "miles": 0.4},)), patient.label)
    entry = _onward.entry(place["ods"], place["public_name"], place["email"], "cpcs-provider")
    stage.do("load_directory", needed=False, entries=[entry])
