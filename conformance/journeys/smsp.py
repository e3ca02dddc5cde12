"""Patients are looked up by a Spine Mini Service: in each state of their records, and with each of its answers.

Source: SMSP Response Codes v1.0 and the PDS Mini Services Domain Message Specification v1.0 (interface sheet
pds-smsp-auth, section 12, and checks C90 to C94).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cpcs_harness.declaration import Declaration
from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldTelecom
from cpcs_harness.people.model import Issued

from ._steps import cis2 as _cis2
from ._steps import pds as _pds
from ._steps import tracing as _tracing
from ._steps.no_answers import PAGE
from ._steps.pathways import MI, UM

SMSP = "spine-mini-service"
WRONG_DAY = "1901-02-03"
NEW_HOME = HeldAddress(("14 Tannery Row", "Leeds"), "LS4 9ZX")
CHANGES, LATER_HOME = "passing-failure", HeldAddress(("21 Chapel Fold", "Leeds"), "LS6 9ZX")
"""Whose record changes once it was adopted, and where they live then."""

THING = "mini service answer"
DRAWN = ("by-number", "by-details", "no-gender", "elsewhere")
"""Patients of whom it is drawn what the mini service has."""
SECOND_NAME = "Rose"
_ELSEWHERE = (
    HeldAddress(("3 Wharf Hall", "York"), "YO1 9ZX", use="temp"),
    HeldAddress(("2 Ledger House", "Leeds"), "LS1 9ZX", use="billing"),
)


def drawn(plain: Demographics, row: Mapping[str, Any]) -> Demographics:
    """Give the record that was drawn for a patient, of their plain one; that one where nothing was drawn."""
    (name,), (home,), (telephone,) = plain.names, plain.addresses, plain.telecoms
    email = HeldTelecom("patient@example.com", system="email")
    gender = row.get("gender", "plain")
    return replace(
        plain,
        names=(replace(name, given=(*name.given, SECOND_NAME)) if row.get("given") == "two" else name,),
        addresses=(*_ELSEWHERE, home) if row.get("addresses") == "temporary first" else (home,),
        telecoms=(email, telephone) if row.get("telecoms") == "e-mail first" else (telephone,),
        practice="" if row.get("registration") == "none" else plain.practice,
        gender=plain.gender if gender == "plain" else gender,
    )


ANSWERS: dict[str, tuple[str, int]] = {
    "old-number": ("DEMOG-0042", _pds.ALWAYS),
    "input-error": ("SMSP-0001", _pds.ALWAYS),
    "response-error": ("SMSP-0002", _pds.ALWAYS),
    "stale": ("SMSP-0003", 1),
    "provider-failure": ("SMSP-9999", _pds.ALWAYS),
    "spine-failure": ("DEMOG-9999", _pds.ALWAYS),
    "soap-fault": ("Fault", _pds.ALWAYS),
    "passing-failure": ("SMSP-9999", 1),
}
"""What the mini service is made to answer about a patient, and how often."""
_BROKEN_OFF = (
    b'<?xml version="1.0"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><itk:Dist'
)
NO_ANSWERS: dict[str, dict[str, Any]] = {
    "is down": {"status": 503},
    "is silent": {"drop": True},
    "is hidden by a page": PAGE,
    "breaks its answer off": {"status": 200, "headers": {"Content-Type": "text/xml"}, "body": _BROKEN_OFF},
}
"""What comes in place of an answer."""
PATIENTS = (
    "by-number",
    "by-details",
    "no-gender",
    "unknown",
    "several",
    "namesake",
    "replaced",
    "replacing",
    "invalidated",
    "other-birth-date",
    "checked",
    "restricted",
    "died",
    "down",
    *ANSWERS,
)
NOT_REFERRED = ("namesake", "replacing")
SEEN_BY_OTHERS = ("by-details", "elsewhere")
"""Looked up by a second pharmacist of the same pharmacy, and by one of another."""


@dataclass(frozen=True)
class MiniCase(_pds.Case):
    """A patient who is looked up by the mini service."""

    def find(self, **given: Any) -> Outcome:
        """Have the patient looked up: by NHS number and birth date, unless other details are given."""
        person = self.person
        known = {"nhs_number": person.nhs_number, "birth_date": person.birth_date.isoformat()}
        return super().find(through=SMSP, **(given or known))

    def search(self, **changes: Any) -> Outcome:
        """Have the patient looked up by what they say of themselves, with changes."""
        return self.find(**_pds.details(self.person, **changes))


class MiniService(Journey):
    """Each patient is looked up in one way; some are adopted, one is treated and reported, one treated without it."""

    id = "smsp"
    seconds = 3.0
    pathways = (MI, UM)
    title = "{service}, patients looked up by a Spine Mini Service"

    asked_for_by = "[options] MI-PDS-E and UM-PDS-E"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only a system that asks a Spine Mini Service."""
        return declaration.chose(SMSP)

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Draw the answers about those whose records are adopted."""
        return (THING,) if label in DRAWN else ()

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin the gender of whoever is found by it."""
        return {"gender of the mini service": "male or female"} if label == "by-details" else {}

    def run(self, stage: Stage) -> None:
        """Hold the records, refer the patients, look each up; then treat two."""
        patients = {label: stage.another(label) for label in PATIENTS}
        other = stage.other_premises()
        patients["elsewhere"] = stage.another("elsewhere", other)
        signed_in = _cis2.asks_in_own_name_alone(stage.declaration)
        _tracing.begin(stage, [patients["replaced"]], signed_in=signed_in)
        self._hold(stage, patients)
        referred = {label: patient for label, patient in patients.items() if label not in NOT_REFERRED}
        cases = self._refer(stage, referred)
        self._adopt(stage, cases)
        self._find_none_or_several(stage, cases)
        self._check_numbers(stage, cases)
        self._ask_without_the_right(stage, cases["checked"])
        self._give_each_answer(stage, cases)
        self._treat_under_the_new_number(stage, cases["replaced"])
        self._change(stage, cases[CHANGES], cases["replaced"].person.practice.ods)
        self._treat_while_down(stage, cases["down"])

    def _hold(self, stage: Stage, patients: dict[str, Issued]) -> None:
        stage.step("The Spine holds the patients' records in many states")
        states = {
            "unknown": {"known": False},
            "invalidated": {"security": "REDACTED"},
            "restricted": {"security": "R"},
            "died": {"deceased": "2026-02-28", "death_status": "2", "addresses": ()},
            "stale": {"addresses": (NEW_HOME,)},
        }
        for label, changes in states.items():
            stage.hold(replace(Demographics.of(patients[label].person), **changes), label)
        for label in DRAWN:
            stage.hold(
                drawn(Demographics.of(patients[label].person), patients[label].drawn.get(THING, {})), label
            )
        _tracing.replace_number(stage, "replaced", patients["replaced"], patients["replacing"])
        self._hold_namesake(stage, patients["namesake"], patients["several"])

    def _hold_namesake(self, stage: Stage, namesake: Issued, other: Issued) -> None:
        """Have the Spine hold somebody of the same name and birth date, who lives elsewhere."""
        address = HeldAddress(namesake.person.address, namesake.person.postcode)
        same = Demographics.of(other.person)
        stage.hold(replace(same, nhs_number=namesake.person.nhs_number, addresses=(address,)), "namesake")

    def _refer(self, stage: Stage, patients: dict[str, Issued]) -> dict[str, MiniCase]:
        """Refer the patients, and find each on their pharmacy's worklist; two are looked up by other pharmacists."""
        stage.step("NHS 111 refers the patients")
        for patient in patients.values():
            stage.send(report=patient.report)
        stage.step("The pharmacists look at their worklists")
        desks = {label: replace(stage, issued=patients[label]) for label in SEEN_BY_OTHERS}
        for desk in desks.values():
            desk.do("sign_in", needed=False)
        elsewhere = patients["elsewhere"].report
        found = stage.look_for(
            [patient.report for patient in patients.values() if patient.report is not elsewhere]
        )
        found |= desks["elsewhere"].look_for([elsewhere])
        return {
            label: MiniCase(
                desks.get(label, stage),
                patient,
                str(found.get(patient.report.document_id, {}).get("referral", "")),
            )
            for label, patient in patients.items()
        }

    def _adopt(self, stage: Stage, cases: dict[str, MiniCase]) -> None:
        stage.step("Patients are looked up, and their records adopted")
        for label in ("by-number", "restricted", "died", "elsewhere"):
            _tracing.adopt(cases[label])
        cases["by-details"].search()
        cases["by-details"].choose()
        cases["no-gender"].search(gender=None)
        cases["no-gender"].choose()

    def _find_none_or_several(self, stage: Stage, cases: dict[str, MiniCase]) -> None:
        stage.step("Look-ups come to nothing, or to more than one")
        person = cases["by-number"].person
        slip = person.nhs_number[:-1] + str((int(person.nhs_number[-1]) + 1) % 10)  # its check digit is wrong
        cases["by-number"].find(nhs_number=slip, birth_date=person.birth_date.isoformat())
        for label in ("unknown", "invalidated"):
            cases[label].find()
            cases[label].choose()
        other = cases["other-birth-date"]
        other.find(nhs_number=other.person.nhs_number, birth_date=WRONG_DAY)
        other.choose()
        several = cases["several"]
        several.search(postcode=None)
        several.choose()
        several.search()
        several.choose()

    def _check_numbers(self, stage: Stage, cases: dict[str, MiniCase]) -> None:
        """Numbers are checked without the record, where the system can."""
        stage.step("Numbers are checked")
        checked = cases["checked"]
        number, born = checked.person.nhs_number, checked.person.birth_date.isoformat()
        checked.do("check_nhs_number", nhs_number=number, birth_date=born)
        checked.do("check_nhs_number", **_pds.details(checked.person))
        for label in ("replaced", "invalidated", "unknown"):
            person = cases[label].person
            born = person.birth_date.isoformat()
            cases[label].do("check_nhs_number", nhs_number=person.nhs_number, birth_date=born)
        other = cases["other-birth-date"]
        other.do("check_nhs_number", nhs_number=other.person.nhs_number, birth_date=WRONG_DAY)

    def _ask_without_the_right(self, stage: Stage, case: MiniCase) -> None:
        """An assistant looks a patient up by number and by details, and checks the number; then a pharmacist does."""
        stage.step("Somebody without the right to see demographics asks for a patient")
        number, born = case.person.nhs_number, case.person.birth_date.isoformat()
        known = {"nhs_number": number, "birth_date": born}
        for asked in (known, _pds.details(case.person)):
            case.by_assistant("find_patient", through=SMSP, **asked)
        case.by_assistant("check_nhs_number", **known)
        stage.step("A pharmacist finds the patient")
        case.find()

    def _give_each_answer(self, stage: Stage, cases: dict[str, MiniCase]) -> None:
        stage.step("The mini service gives each of its other answers")
        for label, (code, times) in ANSWERS.items():
            number = cases[label].person.nhs_number
            stage.fault(code, "smsp", "*", code=code, times=times, about=number)
            cases[label].find()
            cases[label].choose()
        cases["stale"].do("open_referral")
        older = cases["stale"].person
        stage.fault("SMSP-0003", "smsp", "*", code="SMSP-0003", times=1, about=older.nhs_number)
        born = older.birth_date.isoformat()
        cases["stale"].do("check_nhs_number", nhs_number=older.nhs_number, birth_date=born)
        cases["passing-failure"].find()

    def _treat_under_the_new_number(self, stage: Stage, case: MiniCase) -> None:
        stage.step("A patient whose number was replaced is adopted, treated and reported")
        _tracing.adopt(case)
        _tracing.treat(case)
        _tracing.report(case)

    def _change(self, stage: Stage, case: MiniCase, practice: str) -> None:
        """Whose look-up failed at first is adopted, moves, is adopted anew, and is told of."""
        stage.step("A record changes after it was adopted, and is adopted anew")
        case.choose()
        plain = Demographics.of(case.person)
        stage.hold(replace(plain, addresses=(LATER_HOME,), practice=practice, version=2), CHANGES)
        _tracing.adopt(case)
        _tracing.treat(case)
        _tracing.report(case)

    def _treat_while_down(self, stage: Stage, case: MiniCase) -> None:
        """What goes down is the mini service, and PDS too where a proprietary one may stand on it."""
        services = ("smsp", "pds") if stage.declaration.mini_service == "proprietary" else ("smsp",)
        number, born = case.person.nhs_number, case.person.birth_date.isoformat()
        for words, how in NO_ANSWERS.items():
            stage.step(f"The mini service {words}")
            down = [stage.fault("down", service, "*", times=_pds.ALWAYS, **how) for service in services]
            case.find()
            case.search()
            case.search(gender=None)
            case.do("check_nhs_number", nhs_number=number, birth_date=born)
            case.do("check_nhs_number", **_pds.details(case.person))
            for fault in down:
                fault.times = 0
        stage.step("The mini service stays silent, and a patient is treated all the same")
        for service in services:
            stage.fault("down", service, "*", drop=True, times=_pds.ALWAYS, about=number)
        case.find()
        _tracing.treat(case)
        case.do("open_referral")
