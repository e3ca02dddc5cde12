"""Steps of journeys in which patients are referred onward; whom, and where to, is in fixtures/onward.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Issued, Premises
from cpcs_harness.times import stamp

from . import moments as _moments
from . import parts as _parts
from . import pds as _pds

FIRST_SERVICE = 2000095000
_ASKED = (
    "Armley",
    "Beeston",
    "Chapeltown",
    "Farsley",
    "Garforth",
    "Harehills",
    "Kippax",
    "Oulton",
    "Pudsey",
    "Seacroft",
)
ADDS = {
    "several lines": ".\nLooked for:\n- on the shelf\n\n- in the fridge,\tand in the safe",
    "letters beyond ASCII": "; Łukasz O\u2019Brien\u2019s ½ pack, “à jeun”, went to Ysbyty Gŵynedd & <not> back",
    "long": "".join(f"; {one} has none, and asks {other}" for one in _ASKED for other in _ASKED)[:2000]
    + "; at last",
}
"""What ends a reason, in forms that may get lost on the way."""


@dataclass(frozen=True)
class Patient:
    """A patient who is referred onward, and what they meet."""

    case: _pds.Case
    meets: Mapping[str, Any]

    @property
    def chosen(self) -> list[str]:
        """The pharmacies that they choose, by ODS code, in turn."""
        return list(self.meets["chosen"])

    def consult(self) -> None:
        """Look the patient up, look for pharmacies, and write down what was found: of no two patients the same."""
        self.case.find()
        self.case.choose()
        self.case.do("record_consent", share_with_gp=True)
        self.case.do("find_pharmacies", postcode=self.case.person.postcode)
        said = consultation(self.case.issued, self.meets["what"], bool(self.meets["told"]))
        self.case.do("record_consultation", **said, started=stamp(self.seen_at))

    @property
    def seen_at(self) -> datetime:
        """When the consultation began: now, or at an odd moment."""
        odd = self.meets.get("when")
        return _moments.ODD[odd](self.case.stage.now()) if odd else self.case.stage.now()

    def refer(self, ods: str, through: str) -> Outcome:
        """Refer the patient to a pharmacy of the table."""
        return self.refer_to(service(ods), through)

    def refer_to(self, place: Mapping[str, Any], through: str) -> Outcome:
        """Refer the patient to a pharmacy."""
        names = {"service_id": place["service_id"], "ods": place["ods"], "name": place["public_name"]}
        return self.case.do("refer_onward", **names, reason=self.reason, through=through)

    @property
    def reason(self) -> str:
        """Why they are referred."""
        why = f"The {self.meets['what']} cannot be supplied: {self.meets['told']}; {self.case.issued.words.remark}"
        return f"{why}{ADDS.get(self.meets.get('adds', ''), '')}"

    def tell_and_claim(self) -> None:
        """The practice is told, the claim made, and the referral looked at."""
        self.case.do("complete")
        self.case.do("notify_gp")
        self.case.do("submit_claims")
        self.case.open()


def table() -> Mapping[str, Any]:
    """Give the table of pharmacies and patients."""
    found: Mapping[str, Any] = fixture("onward")
    return found


def service(ods: str) -> dict[str, Any]:
    """Give a pharmacy of the table in the form of fixtures/pharmacies.yaml."""
    number = int(ods[2:])
    known = table()["pharmacies"][ods]
    return {
        "service_id": str(FIRST_SERVICE + number),
        "ods": ods,
        "name": f"Pharm+: Leeds, West Yorkshire ({known['name']})",
        "public_name": known["name"],
        "address": [f"{number} Market Place", "Leeds", "West Yorkshire"],
        "postcode": f"LS{number % 30 + 1} 9QD",
        "public": f"01632 960{number}",
        "email": address(ods),
        "types": ["13", "131", "132"],
        "rag": "green",
        **{key: value for key, value in known.items() if key != "name"},
    }


def address(ods: str) -> str:
    """Give a pharmacy's secure address, in the form that they have had since 2020."""
    return f"pharmacy.{ods.lower()}@nhs.net"


def own_service(place: Premises) -> dict[str, Any]:
    """Give one of the candidate's own pharmacies as DoS would list it."""
    names = {"service_id": place.dos_service_id, "ods": place.ods, "public_name": place.name}
    where = {"address": place.address, "postcode": place.postcode, "public": place.telephone, "miles": 0.8}
    kind = {"types": ["13", "131", "132"], "rag": "green", "hours": "all-hours"}
    return {**names, **where, **kind, "name": f"CPCS: {place.name}", "email": place.email}


def refer_in(stage: Stage, name: str, near: Mapping[str, Any] | None = None) -> dict[str, Patient]:
    """Have the table's patients referred to the pharmacy, and DoS hold what is near each; gives them by label."""
    meets = table()["patients"][name]
    _parts.sign_in_and_enrol(stage)
    issued = {label: stage.another(label) if label else stage.issued for label in meets}
    entries = [
        entry(place.practice.ods, place.practice.name, place.practice.email, "gp-practice")
        for place in (patient.person for patient in issued.values())
    ]
    known = [place for place in map(service, table()["pharmacies"]) if place.get("listed", True)]
    known += [dict(near)] if near else []
    entries += map(provider, known)
    stage.step("The directory of pharmacies' secure addresses is loaded")
    stage.do("load_directory", needed=False, entries=entries)
    for label, patient in issued.items():
        places = [service(ods) | {"miles": 0.4 + number} for number, ods in enumerate(meets[label]["near"])]
        held = (*places, dict(near)) if near else tuple(places)
        stage.hold(HeldServices(patient.person.postcode, held), label)
    cases = _pds.refer(stage, issued)
    return {label: Patient(case, meets[label]) for label, case in cases.items()}


def entry(ods: str, name: str, email: str, kind: str) -> dict[str, str]:
    """Give an entry of the local directory."""
    return {"ods": ods, "name": name, "email": email, "kind": kind}


def provider(place: Mapping[str, Any]) -> dict[str, str]:
    """Give the entry of a pharmacy."""
    return entry(place["ods"], place["public_name"], place["email"], "cpcs-provider")


def consultation(issued: Issued, what: str, onward: bool) -> dict[str, Any]:
    """Give what the pharmacist writes down of a patient's consultation about something."""
    words = issued.words
    return {
        "method": words.method,
        "presenting_complaint": f"About the {what}: {words.complaint}",
        "assessment": words.assessment,
        "advice": words.advice,
        "actions_for_gp": words.actions,
        "outcome": "onward-referral" if onward else "advice-given",
        "products": [],
    }
