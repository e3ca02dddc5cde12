"""Steps of journeys that look patients up on PDS, and one patient of such a journey."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cpcs_harness.declaration import Declaration
from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.model import Issued, Person

ALWAYS = 1000
"""How often a fault strikes that is to last."""


class AsksPds(Journey):
    """A journey about PDS; a system that asks a Spine Mini Service alone cannot go this way."""

    asked_for_by = "[options] MI-PDS-E and UM-PDS-E"
    signed_in: ClassVar[bool] = False
    """PDS is asked in the name of who is signed in with CIS2, and not in the application's own."""

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only a system that asks PDS in its own name."""
        return declaration.chose("pds-fhir-application-restricted")


class AsksPdsSignedIn(AsksPds):
    """A journey about PDS where the pharmacist has signed in with CIS2."""

    asked_for_by = "[cis2] and [pds] healthcare_worker"
    signed_in = True

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only a system whose users ask PDS in their own names."""
        return declaration.cis2 is not None and declaration.healthcare_worker


@dataclass(frozen=True)
class Case:
    """A patient of a journey, and the candidate's own name for the referral (empty where it is not listed)."""

    stage: Stage
    issued: Issued
    referral: str

    @property
    def person(self) -> Person:
        """The patient."""
        return self.issued.person

    def do(self, action: str, **given: Any) -> Outcome:
        """Have something done about this patient's referral, for the judge to find by its document."""
        document = self.issued.report.document_id
        return self.stage.do(
            action, needed=False, referral=self.referral, at=self.issued.premises, about=document, **given
        )

    def by_assistant(self, action: str, **given: Any) -> Outcome:
        """Have somebody do something who has no right to see demographics."""
        return self.do(action, role="counter-assistant", **given)

    def find(self, **given: Any) -> Outcome:
        """Have the patient looked up: by NHS number, unless other details are given."""
        return self.do("find_patient", **(given or {"nhs_number": self.person.nhs_number}))

    def search(self, **changes: Any) -> Outcome:
        """Have the patient looked up by what they say of themselves, with changes."""
        return self.do("find_patient", **details(self.person, **changes))

    def open(self) -> Outcome:
        """Have the referral opened."""
        return self.do("open_referral")

    def choose(self) -> Outcome:
        """Have the patient's record adopted."""
        return self.do("choose_patient", nhs_number=self.person.nhs_number)

    def fault(self, name: str, operation: str = "read_patient", times: int = 1, **changes: Any) -> Fault:
        """Have PDS do something of its menu of faults to this patient's calls alone."""
        number, family = self.person.nhs_number, self.person.family
        about = number if operation == "read_patient" else family
        how = fault_menu("pds")[name] | changes
        return self.stage.fault(name, "pds", operation, times=times, about=about, **how)


def details(person: Person, **changes: Any) -> dict[str, Any]:
    """Give what a patient says of themselves; a change to None leaves something out."""
    said = {
        "family": person.family,
        "given": person.given,
        "birth_date": person.birth_date.isoformat(),
        "gender": person.gender,
        "postcode": person.postcode,
    }
    return {name: value for name, value in (said | changes).items() if value is not None}


def issue(stage: Stage, labels: Iterable[str]) -> dict[str, Issued]:
    """Give a further patient for each label."""
    return {label: stage.another(label) for label in labels}


def _in_any_order(stage: Stage, patients: Mapping[str, Issued]) -> Mapping[str, Issued]:
    """Give patients in an order that follows from the seed: who comes after whom is another one's business each run."""
    shuffled = list(patients.items())
    name = f"{stage.seed}/{stage.issued.journey}/order"
    random.Random(name).shuffle(shuffled)  # noqa: S311 - an order, no secret
    return dict(shuffled)


def refer(stage: Stage, patients: Mapping[str, Issued]) -> dict[str, Case]:
    """Have NHS 111 refer patients, and find each on the worklist."""
    patients = _in_any_order(stage, patients)
    stage.step("NHS 111 refers the patients")
    for patient in patients.values():
        stage.send(report=patient.report)
    stage.step("The pharmacist looks at the worklist")
    found = {
        document: row
        for premises in {patient.premises.ods: patient.premises for patient in patients.values()}.values()
        for document, row in stage.look_for(
            [patient.report for patient in patients.values() if patient.premises.ods == premises.ods],
            premises,
        ).items()
    }
    return {
        label: Case(stage, patient, str(found.get(patient.report.document_id, {}).get("referral", "")))
        for label, patient in patients.items()
    }
