"""Whether what is shown of one NHS 111 report is what was sent: pure functions, for journeys and checks.

Each gives what is wrong in words, and nothing where all is right. `report` is the plain data of a
`people.model.Report`, `shown` the observation of `open_referral` (docs/reference/control-api.yaml).
Source: interface sheet nhs111-itk22, 3.2 to 3.7 and R21.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.judging.in_words import in_words

from ..screen import digits
from ..text import plain_name, plain_reference
from .sections import folded, section_faults

LONDON = ZoneInfo("Europe/London")
SELF = "21"
"""Code of a caller who is the patient."""
_GENDERS = {"male": "male", "m": "male", "female": "female", "f": "female"}
_BIRTH_LENGTH = {"day": 10, "month": 7, "year": 4, "unknown": 0}
NO_PRACTICE = ("V81997", "V81998", "V81999")
"""Codes of the NHS Data Dictionary for no registered practice, not applicable, and not known."""
_SAYS_NONE = re.compile(r"unknown|\bnot\b|\bnone\b|\bno\b", re.IGNORECASE)
_DISPOSITION = re.compile(r"dx0*(\d+)", re.IGNORECASE)

Plain = Mapping[str, Any]


def faults_of(report: Plain, shown: Plain) -> list[str]:
    """Say all that is wrong: identity, number, callback, disposition, case, practice, sections, written time."""
    if not shown:
        return ["nothing was shown"]
    parts: tuple[Callable[[Plain, Plain], list[str]], ...] = (
        identity_faults,
        number_faults,
        callback_faults,
        disposition_faults,
        case_faults,
        practice_faults,
        text_faults,
        written_faults,
    )
    return [fault for part in parts for fault in part(report, shown)]


def identity_faults(report: Plain, shown: Plain) -> list[str]:
    """Name, birth date as far as it was sent, and gender."""
    person, patient = report["person"], shown.get("patient") or {}
    names = [
        f"the {part} name: sent {in_words(person[part])}, shown {in_words(patient.get(part))}"
        for part in ("given", "family")
        if plain_name(person[part]) != plain_name(patient.get(part))
    ]
    return [*names, *unknown_faults(report, shown)]


def unknown_faults(report: Plain, shown: Plain) -> list[str]:
    """Birth date and gender: what was not sent is not known, and nothing stands in its place."""
    person, patient = report["person"], shown.get("patient") or {}
    born = person["birth_date"][: _BIRTH_LENGTH[report["birth_known"]]]
    faults = _differs("the birth date, as far as it was sent", born, str(patient.get("birth_date") or ""))
    due, gender = report["gender"] or person["gender"], folded(patient.get("gender"))
    if _GENDERS.get(due) != _GENDERS.get(gender.casefold()):
        faults.append(f"the gender: sent {in_words(due)}, shown {in_words(gender)}")
    return faults


def number_faults(report: Plain, shown: Plain) -> list[str]:
    """The NHS number, and whether it was verified: shown so only where it was sent so, and is one."""
    patient = shown.get("patient") or {}
    number, verified = digits(patient.get("nhs_number")), patient.get("nhs_number_verified")
    allowed = _numbers(report["person"]["nhs_number"])[report["number"]]
    faults = (
        []
        if number in allowed
        else [f"the NHS number: sent {in_words(allowed[0])}, shown {in_words(number)}"]
    )
    if verified is True and report["number"] != "verified":
        faults.append(f"an NHS number that was sent as {report['number']} is shown as verified")
    if verified is False and report["number"] == "verified":
        faults.append("an NHS number that was sent as verified is not shown so")
    return faults


def _numbers(number: str) -> dict[str, tuple[str, ...]]:
    """Give what may be shown by how the number was sent: what is no number need not be."""
    wrong = f"{number[:9]}{(int(number[9]) + 1) % 10}"
    return {
        "verified": (number,),
        "unverified": (number,),
        "zeros": ("0000000000", ""),
        "short": (number[:9], ""),
        "bad-check": (wrong, ""),
        "absent": ("",),
    }


def callback_faults(report: Plain, shown: Plain) -> list[str]:
    """The number to call back: the patient's, or that of the person who rang."""
    allowed = [digits(report["person"]["callback"])]
    if report["caller"]:
        allowed.append(digits(report["caller"]["telephone"]))
    number = digits(shown.get("callback_number"))
    return (
        []
        if number in allowed
        else [f"the callback number: sent {in_words(allowed[0])}, shown {in_words(number)}"]
    )


def telephone_faults(report: Plain, shown: Plain) -> list[str]:
    """Every number of patient and caller, with what it is for and whose it is."""
    person, patient = report["person"], shown.get("patient") or {}
    listed = _listed(patient) | {("callback", digits(shown.get("callback_number")))}
    due = [("callback", digits(person["callback"])), ("home", digits(person["home_telephone"]))]
    faults = [
        f"the patient's {use} number {number} is not shown as such"
        for use, number in due
        if (use, number) not in listed
    ]
    return faults + (caller_faults(report["caller"], shown) if report["caller"] else [])


def caller_faults(caller: Plain, shown: Plain) -> list[str]:
    """Who rang, and on which number; that of a patient who rang may stand with the patient's."""
    informant = shown.get("informant") or {}
    due = digits(caller["telephone"])
    numbers = {number for _, number in _listed(informant)}
    if caller["code"] == SELF:
        numbers |= {number for _, number in _listed(shown.get("patient") or {})}
        return [] if due in numbers else [f"the number {due} that the patient rang from is not shown"]
    faults = [] if due in numbers else [f"the caller's number {due} is not shown as theirs"]
    if plain_name(caller["name"]) != plain_name(informant.get("name")):
        faults.append(
            f"the caller's name: sent {in_words(caller['name'])}, shown {in_words(informant.get('name'))}"
        )
    said = folded(informant.get("relationship")).casefold()
    if folded(caller["relationship"]).casefold() not in said:
        faults.append(
            f"the caller's relationship: sent {in_words(caller['relationship'])}, shown {in_words(said)}"
        )
    return faults


def _listed(holder: Plain) -> set[tuple[str, str]]:
    return {
        (str(telephone.get("use") or "").casefold(), digits(telephone.get("number")))
        for telephone in holder.get("telephones") or ()
    }


def disposition_faults(report: Plain, shown: Plain) -> list[str]:
    """Code, which screens may write in one way, and words."""
    disposition = shown.get("disposition") or {}
    due, code = report["disposition_code"], str(disposition.get("code") or "")
    faults = [] if plain_code(due) == plain_code(code) else _differs("the disposition code", due, code)
    text = folded(disposition.get("text"))
    return faults + _differs("the disposition's words", folded(report["disposition_text"]), text)


def plain_code(code: object) -> str:
    """Give what of a disposition code does not differ by how it is written: `DispoCodeDx87`, `DX87` and `Dx087`."""
    code = str(code or "")
    found = _DISPOSITION.search(code)
    return found.group(1) if found else code


def case_faults(report: Plain, shown: Plain) -> list[str]:
    """Case reference and case id: at least one, and no other than was sent."""
    said = {key: str(shown.get(key) or "") for key in ("case_reference", "case_id")}
    if not any(said.values()):
        return ["neither case reference nor case id is shown"]
    due = {plain_reference(report["case_reference"]), plain_reference(report["case_id"])}
    return [
        f"{key}: shown {in_words(value)}, and not sent"
        for key, value in said.items()
        if value and plain_reference(value) not in due
    ]


def practice_faults(report: Plain, shown: Plain) -> list[str]:
    """The registered practice; none, and no other organisation in its place, where none was sent."""
    practice = shown.get("practice") or {}
    ods, name = str(practice.get("ods") or ""), folded(practice.get("name"))
    if report["names_practice"]:
        due = report["person"]["practice"]
        faults = _differs("the practice's ODS code", due["ods"], ods)
        named = plain_name(due["name"]) == plain_name(name)
        return faults + ([] if named else _differs("the practice's name", folded(due["name"]), name))
    known = (ods and ods not in NO_PRACTICE) or (name and not _SAYS_NONE.search(name))
    return [f"no practice was sent, and {in_words(name or ods)} is shown"] if known else []


def text_faults(report: Plain, shown: Plain) -> list[str]:
    """Every section, whole and in order."""
    return section_faults(report["sections"], shown.get("sections") or ())


def written_faults(report: Plain, shown: Plain) -> list[str]:
    """When the report was written, to the minute; a time without an offset is London's."""
    due = datetime.fromisoformat(report["created"]).astimezone(LONDON).replace(second=0, microsecond=0)
    said = str(shown.get("created") or "")
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return [f"when it was written: sent {due.isoformat()}, shown {in_words(said)}"]
    moment = moment.replace(tzinfo=LONDON) if moment.tzinfo is None else moment
    same = moment.replace(second=0, microsecond=0).timestamp() == due.timestamp()
    return [] if same else [f"when it was written: sent {due.isoformat()}, shown {said}"]


def _differs(what: str, due: object, shown: object) -> list[str]:
    return [] if due == shown else [f"{what}: sent {in_words(due)}, shown {in_words(shown)}"]
