"""Steps of journeys whose patients' records are in some state: tracing, treating and reporting a patient."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.demographics import Demographics
from cpcs_harness.people.model import Issued, Person, Pharmacist

from . import cis2 as _cis2
from . import consents as _consents
from . import consultations as _consultations
from . import referrals as _referrals
from . import supplied as _supplied
from .pathways import UM
from .pds import Case

State = Callable[[Demographics], Demographics]
"""Makes another record of a patient's plain one."""


def begin(
    stage: Stage, patients: Iterable[Issued], *, signed_in: bool, enrolled: Pharmacist | None = None
) -> None:
    """The pharmacist signs in, with CIS2 too or not, and is enrolled; the patients' practices are in the directory.

    `enrolled`: as who they are, where whoever acts is called otherwise.
    """
    _referrals.sign_in(stage)
    if signed_in:
        _cis2.sign_in(stage, stage.worker.roles[0].role_id)
    pharmacist = enrolled or stage.issued.pharmacist
    stage.do("enrol_pharmacist", needed=False, full_name=pharmacist.full_name, gphc_number=pharmacist.gphc)
    load_directory(stage, patients)


def load_directory(stage: Stage, patients: Iterable[Issued], *others: Mapping[str, str]) -> None:
    """Have the directory hold the patients' practices, and what else is known of."""
    practices = [patient.person.practice for patient in patients]
    entries = [
        {"ods": practice.ods, "name": practice.name, "email": practice.email, "kind": "gp-practice"}
        for practice in practices
    ]
    stage.do("load_directory", needed=False, entries=[*entries, *others])


def hold(stage: Stage, label: str, issued: Issued, state: State) -> Demographics:
    """Have the Spine hold a patient's record in a state; gives the record."""
    record = state(Demographics.of(issued.person))
    stage.hold(record, label)
    return record


def as_reported(issued: Issued, **changes: Any) -> Issued:
    """Give a patient whom the referral describes otherwise than they were issued."""
    person: Person = replace(issued.person, **changes)
    return replace(issued, report=replace(issued.report, person=person))


def adopt(case: Case, **given: Any) -> Outcome:
    """Have the patient traced, the record adopted that is shown first, and the referral opened again."""
    seen = case.find(**given)
    case.do("choose_patient", nhs_number=shown_number(seen) or case.person.nhs_number)
    case.do("open_referral")
    return seen


def shown_number(seen: Outcome) -> str:
    """Give the NHS number of the first patient that a search showed, as a pharmacist would take it from there."""
    matches = seen.observation.get("matches")
    first = matches[0] if isinstance(matches, list) and matches else {}
    number = first.get("nhs_number") if isinstance(first, Mapping) else ""
    return "".join(character for character in str(number or "") if character.isdigit())


def treat(case: Case, then: Callable[[Case], None] | None = None, **recorded: Any) -> None:
    """Have the patient treated, and the consultation completed; `recorded`: what its record has besides.

    `then`: what is done once it is recorded.
    """
    urgent = case.stage.issued.pathway == UM.id
    case.do("record_consent", share_with_gp=_consents.said(case.issued)[0])
    if urgent:
        _supplied.supply(case)
    record(case, **recorded)
    if then is not None:
        then(case)
    case.do("complete")


def record(case: Case, **recorded: Any) -> None:
    """Have the consultation recorded, with what its pathway comes to."""
    outcome = "medicine-supplied" if case.stage.issued.pathway == UM.id else "advice-given"
    plain = _referrals.consultation(case.issued, outcome)
    case.do("record_consultation", **(plain | _consultations.drawn(case.stage, case.issued) | recorded))


def report(case: Case) -> None:
    """Have the practice told and the claim made; either may have to be refused."""
    case.do("notify_gp")
    case.do("submit_claims")


def print_token(case: Case) -> None:
    """Have the token printed of a patient who was supplied with a medicine."""
    if case.stage.issued.pathway == UM.id:
        case.do("print_token")


def look_again(cases: Iterable[Case]) -> None:
    """Have referrals opened once more, as on the next day."""
    for case in cases:
        case.do("open_referral")


def replace_number(stage: Stage, label: str, old: Issued, new: Issued) -> None:
    """Have the Spine replace a patient's NHS number by the one that somebody else was issued."""
    hold(stage, label, old, lambda plain: replace(plain, replaced_by=new.person.nhs_number))
    record = replace(Demographics.of(old.person), nhs_number=new.person.nhs_number)
    stage.hold(record, f"{label}, new number")
