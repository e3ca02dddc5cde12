"""Patients who are hard to trace: a twin, from Wales or Scotland, without a number, with another name or number.

Source: Personal Demographics Service FHIR API, and requirements on its users (interface sheet pds-smsp-auth, sections
3, 4, 13 and 14).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldName
from cpcs_harness.people.model import Issued

from .._steps import pds as _pds
from .._steps import tracing as _tracing
from .._steps.pathways import MI, UM
from .._steps.pds import Case

BABY = "Baby"
MARRIED = "Winterbourne-Smythe"
LABELS = (
    "twin",
    "welsh",
    "scottish",
    "no-number",
    "name-changed",
    "other-birth-date",
    "anothers-number",
    "without-rights",
)


class PdsPeople(_pds.AsksPds):
    """Each patient is traced as a pharmacist would, and opened again; then the audit trail is read."""

    id = "pds-people"
    seconds = 2.5
    pathways = (MI, UM)
    title = "{service}, patients who are hard to trace"

    def run(self, stage: Stage) -> None:
        """Hold the records, refer the patients, trace each in its way; see one through; read the audit trail."""
        patients = _pds.issue(stage, [*LABELS, "other-twin", "bystander"])
        other_twin, bystander = patients.pop("other-twin"), patients.pop("bystander")
        _tracing.begin(stage, patients.values(), signed_in=self.signed_in)
        stage.step("PDS holds the records of people who are hard to trace")
        self._hold(stage, patients, other_twin)
        cases = _pds.refer(stage, patients | _as_reported(patients, bystander))
        stage.step("The pharmacist traces each patient, and opens each referral again")
        for label in ("twin", "welsh", "name-changed", "other-birth-date"):
            _tracing.adopt(cases[label])
        for label in ("scottish", "no-number"):
            _tracing.adopt(cases[label], **_pds.details(patients[label].person))
        self._find_anothers(cases["anothers-number"], bystander)
        stage.step("Somebody without the right to see demographics tries to trace a patient")
        _without_rights(cases["without-rights"])
        stage.step("The patient whom PDS does not know is treated, and the practice told")
        _tracing.treat(cases["scottish"])
        _tracing.report(cases["scottish"])
        _tracing.look_again([cases["scottish"]])
        stage.step("A number that PDS does not know is looked up, and the audit trail is read")
        cases["without-rights"].find(nhs_number=patients["scottish"].person.nhs_number)
        stage.do("read_audit", needed=False)

    def _hold(self, stage: Stage, patients: dict[str, Issued], other_twin: Issued) -> None:
        for order, twin in enumerate((patients["twin"], other_twin), 1):
            number = twin.person.nhs_number
            _tracing.hold(
                stage, f"twin {order}", patients["twin"], lambda plain, n=number, o=order: _twin(plain, n, o)
            )
        _tracing.hold(stage, "welsh", patients["welsh"], _welsh)
        _tracing.hold(stage, "scottish", patients["scottish"], lambda plain: replace(plain, known=False))
        _tracing.hold(stage, "name-changed", patients["name-changed"], _married)

    def _find_anothers(self, case: Case, bystander: Issued) -> None:
        """Trace the number of the referral, which is another patient's; then by what the patient says."""
        seen = case.find(nhs_number=bystander.person.nhs_number)
        case.do("choose_patient", nhs_number=_tracing.shown_number(seen) or bystander.person.nhs_number)
        case.do("open_referral")
        _tracing.adopt(case, **_pds.details(case.person))


def _twin(plain: Demographics, number: str, order: int) -> Demographics:
    """Give the record of a new-born child: named after nobody yet, and second to another of the same name."""
    (name,) = plain.names
    return replace(
        plain, nhs_number=number, names=(replace(name, given=(BABY,), prefix=""),), birth_order=order
    )


def _welsh(plain: Demographics) -> Demographics:
    home = HeldAddress(("4 Heol y Gaer", "Y Trallwng", "Powys"), plain.addresses[0].postcode)
    return replace(plain, addresses=(home,), practice=f"W9{plain.practice[2:]}")


def _married(plain: Demographics) -> Demographics:
    (name,) = plain.names
    maiden = HeldName(name.family, name.given, use="maiden")
    return replace(plain, names=(maiden, replace(name, family=MARRIED)))


def _as_reported(patients: dict[str, Issued], bystander: Issued) -> dict[str, Issued]:
    """Give those whom NHS 111 describes otherwise than PDS does."""
    number = bystander.person.nhs_number
    born = patients["other-birth-date"].person.birth_date + timedelta(days=1)
    return {
        "other-birth-date": _tracing.as_reported(patients["other-birth-date"], birth_date=born),
        "anothers-number": _tracing.as_reported(patients["anothers-number"], nhs_number=number),
        **{
            label: replace(patients[label], report=replace(patients[label].report, number="absent"))
            for label in ("scottish", "no-number")
        },
    }


def _without_rights(case: Case) -> None:
    """Have an assistant look by number and by details, and choose whom a pharmacist has found."""
    case.by_assistant("find_patient", nhs_number=case.person.nhs_number)
    case.by_assistant("find_patient", **_pds.details(case.person))
    case.stage.step("A pharmacist finds the patient")
    case.search()
    case.stage.step("Somebody without the right to see demographics chooses the patient")
    case.by_assistant("choose_patient", nhs_number=case.person.nhs_number)
