"""Steps of journeys in which medicines are supplied, or are not; who asks for what is in fixtures/supplies.yaml."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.age import Age
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.mailbox import HeldMailbox
from cpcs_harness.people.model import Issued

from . import cis2 as _cis2
from . import onward as _onward
from . import pds as _pds
from . import prescriptions as _prescriptions
from . import referrals as _referrals
from . import supplied as _supplied
from . import tracing as _tracing

NO_SUPPLY, TRACK = "record_no_supply", "track_prescriptions"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Patient:
    """A patient of the table, and the referral that the pharmacist works on."""

    case: _pds.Case
    asks: Row

    def trace(self) -> None:
        """Look the patient up, and write down their consent."""
        self.case.find()
        self.case.choose()
        self.case.do("record_consent", share_with_gp=True)

    def look(self, number: int) -> None:
        """Have the tracker hold what it does at a look, and look."""
        held = self.asks.get("prescriptions", ())
        if number < len(held):
            person = self.case.person
            label = f"{self.case.issued.label}, look {number + 1}"
            self.case.stage.hold(_prescriptions.held_for(held[number], person.nhs_number), label)
            self.case.do(TRACK)

    def supply(self) -> Outcome | None:
        """Record what the patient gets; a system that takes one medicine at a time is given one after another."""
        items = self.asks["items"] if "no_supply" not in self.asks else self.asks.get("supplied", ())
        given = [self._item(row) for row in items]
        who = {"collected_by": self.asks["collected_by"]} if "collected_by" in self.asks else {}
        who["reason"] = f"{self.asks.get('reason', '')}{self.case.issued.words.reason}"
        return _supplied.record(self.case, given, who) if given else None

    def do_not_supply(self) -> None:
        """Record why the patient does not get what they asked for."""
        items = [self._item(row) for row in self.asks["items"]]
        text = {"text": self.why_not} if "text" in self.asks["no_supply"] else {}
        self.case.do(NO_SUPPLY, why=self.asks["no_supply"]["why"], **text, items=items)

    @property
    def why_not(self) -> str:
        """Why they do not get it, in the pharmacist's words; blanks may stand in their place."""
        text = str(self.asks["no_supply"]["text"])
        return f"{text}; {self.case.issued.words.remark}" if text.strip() else text

    def consult(self, outcome: str) -> None:
        """Write down what was found: of no two patients the same."""
        found = _referrals.consultation(self.case.issued, outcome, self.case.stage.now())
        self.case.do("record_consultation", **found)

    def refer_onward(self) -> None:
        """Refer the patient to the pharmacy that has what is not in stock."""
        to = self.asks["onward"]
        place = _onward.service(to["ods"])
        names = {"service_id": place["service_id"], "ods": place["ods"], "name": place["public_name"]}
        self.case.do("find_pharmacies", postcode=self.case.person.postcode)
        reason = f"Not in stock: {self.why_not}"
        self.case.do("refer_onward", **names, reason=reason, through=to["through"])

    def tell_and_claim(self) -> None:
        """Complete; tell the practice; claim; and look at the referral again."""
        self.case.do("complete")
        self.case.do("notify_gp")
        self.case.do("submit_claims")
        self.case.open()

    def _item(self, row: Row) -> dict[str, Any]:
        owing = {"owing": row["owing"]} if "owing" in row else {}
        return {
            "code": self.case.stage.own_code(_role(row, self.case.stage.declaration.medicines)),
            "quantity": row["quantity"],
            "days_supply": row["days"],
            "dosage": f"{row['dosage']}; {self.case.issued.words.first_dose}",
            **owing,
        }


def table() -> Mapping[str, Any]:
    """Give the table of patients, by journey and label."""
    found: Mapping[str, Any] = fixture("supplies")
    return found


def asked_of(stage: Stage, *names: str) -> dict[str, Row]:
    """Give the patients of some parts of the table, but for those who need a code that the candidate has not."""
    declared = stage.declaration.medicines
    rows = {label: _with_codes(row, declared) for name in names for label, row in table()[name].items()}
    return {
        label: row
        for label, row in rows.items()
        if all(_role(item, declared) in declared for item in (*row["items"], *row.get("supplied", ())))
    }


def _with_codes(row: Row, declared: Container[str]) -> Row:
    """Leave the items out that are there where the candidate has a code for them, and it has none."""
    parts = {
        part: [
            item for item in row[part] if "where_declared" not in item or _role(item, declared) in declared
        ]
        for part in ("items", "supplied")
        if part in row
    }
    return {**row, **parts}


def issue(stage: Stage, asks: Mapping[str, Row]) -> dict[str, Issued]:
    """Give a further patient for each label, of the age that they are to have; and what their practice takes."""
    patients = {
        label: stage.another(label, age=Age(row["age"], 100) if "age" in row else None)
        for label, row in asks.items()
    }
    for label, row in asks.items():
        if row.get("mesh") == "none":
            stage.hold(HeldMailbox(patients[label].person.practice.ods, ()), label)
        if "onward" in row:
            near = ({**_onward.service(row["onward"]["ods"]), "miles": 0.4},)
            stage.hold(HeldServices(patients[label].person.postcode, near), label)
    return patients


def refer(stage: Stage, patients: Mapping[str, Issued], asks: Mapping[str, Row]) -> dict[str, Patient]:
    """Sign in, and have the patients referred; gives them by label."""
    _tracing.begin(stage, patients.values(), signed_in=_cis2.asks_in_own_name_alone(stage.declaration))
    places = [_onward.service(row["onward"]["ods"]) for row in asks.values() if "onward" in row]
    entries = [
        _onward.entry(place["ods"], place["public_name"], place["email"], "cpcs-provider") for place in places
    ]
    if entries:
        stage.do("load_directory", needed=False, entries=entries)
    cases = _pds.refer(stage, patients)
    return {label: Patient(case, asks[label]) for label, case in cases.items()}


def _role(item: Row, declared: Container[str]) -> str:
    """The role of an item: of several the first that the candidate has a code for."""
    named = item["role"]
    roles = [named] if isinstance(named, str) else named
    return next((role for role in roles if role in declared), roles[-1])
