"""Whether what is shown of one NHS 111 report is what was sent: pure functions, for journeys and checks.

Each gives what is wrong in words, and nothing where all is right. `report` is the plain data of a
`people.model.Report`, `shown` the observation of `open_referral` (docs/reference/control-api.yaml).
Source: interface sheet nhs111-itk22, 3.2 to 3.7 and R21.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.judging.in_words import in_words

from ..screen import digits
from ..text import letters_and_digits, plain_address, plain_name, plain_postcode, plain_reference
from .sections import folded, section_faults

LONDON = ZoneInfo("Europe/London")
SELF = "21"
"""Code of a caller who is the patient."""
NOT_KNOWN = ("98", "99")
"""Codes of a caller of whom it is not known, or not said, who they are to the patient."""
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
        sender_faults,
        text_faults,
        written_faults,
    )
    return [fault for part in parts for fault in part(report, shown)]


def identity_faults(report: Plain, shown: Plain) -> list[str]:
    """Name, birth date as far as it was sent, and gender."""
    person, patient = report["person"], shown.get("patient") or {}
    sent = {"given": person["given"], "family": person["family"]}
    if written_so(report, "family") == "none":
        del sent["family"]
    names = [
        f"the {part} name: sent {in_words(due)}, shown {in_words(patient.get(part))}"
        for part, due in sent.items()
        if plain_name(due) != plain_name(patient.get(part))
    ]
    return [*names, *_invented_family(report, patient), *unknown_faults(report, shown)]


def _invented_family(report: Plain, patient: Plain) -> list[str]:
    """Say so where no family name was sent, and one is shown."""
    family = folded(patient.get("family"))
    if written_so(report, "family") != "none" or not family or _SAYS_NONE.search(family):
        return []
    return [f"no family name was sent, and {in_words(family)} is shown"]


def written_so(report: Plain, way: str) -> Any:
    """Give in which way a report was written; nothing where it was recorded before there were several."""
    return (report.get("written") or {}).get(way)


def person_as_sent(report: Plain) -> Plain:
    """Give the patient as far as a report tells of them: it may name the year of birth alone, and no NHS number."""
    person = report["person"]
    return {
        **person,
        "birth_date": person["birth_date"][: _BIRTH_LENGTH[report["birth_known"]]],
        "nhs_number": "" if report["number"] == "absent" else person["nhs_number"],
        "gender": report["gender"] or person["gender"],
    }


def unknown_faults(report: Plain, shown: Plain) -> list[str]:
    """Birth date and gender: what was not sent is not known, and nothing stands in its place."""
    person, patient = report["person"], shown.get("patient") or {}
    faults = _birth_faults(report, str(patient.get("birth_date") or ""))
    due, gender = report["gender"] or person["gender"], folded(patient.get("gender"))
    if _GENDERS.get(due) != _GENDERS.get(gender.casefold()):
        faults.append(f"the gender: sent {in_words(due)}, shown {in_words(gender)}")
    return faults


def _birth_faults(report: Plain, shown: str) -> list[str]:
    """The birth date as far as it was sent; of one that no calendar has, what was sent, or nothing."""
    born = report["person"]["birth_date"]
    if report["birth_known"] != "impossible":
        due = born[: _BIRTH_LENGTH[report["birth_known"]]]
        return _differs("the birth date, as far as it was sent", due, shown)
    said = letters_and_digits(shown)
    if f"{born[:4]}0230".startswith(said) or said == f"3002{born[:4]}":
        return []
    return [f"30 February was sent as the birth date, which is no day, and {in_words(shown)} is shown"]


def number_faults(report: Plain, shown: Plain) -> list[str]:
    """The NHS number, and whether it was verified: shown so only where it was sent so, and is one."""
    patient = shown.get("patient") or {}
    if report["number"] == "two":
        return _two_numbers_faults(report, shown)
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


def _two_numbers_faults(report: Plain, shown: Plain) -> list[str]:
    """Of two verified numbers neither is the patient's until they are traced: none is shown as theirs alone."""
    patient = shown.get("patient") or {}
    both = {report["person"]["nhs_number"], report["second_number"]}
    number, said = digits(patient.get("nhs_number")), digits_in(shown)
    if number and number not in both:
        return [f"the NHS number: sent {' and '.join(sorted(both))}, shown {in_words(number)}"]
    missing = sorted(one for one in both if one not in said)
    if number and missing:
        return [f"of two NHS numbers that were sent as verified {missing[0]} is shown nowhere"]
    return []


def digits_in(shown: object) -> str:
    """Give the digits of all texts that are shown, each text's apart."""
    if isinstance(shown, Mapping):
        return " ".join(digits_in(inner) for inner in shown.values())
    if isinstance(shown, (list, tuple)):
        return " ".join(digits_in(inner) for inner in shown)
    return re.sub(r"(?<=\d)[ -](?=\d)", "", str(shown or ""))


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
    way = written_so(report, "callback")
    allowed = [] if way == "no number" else [digits(report["person"]["callback"])]
    for caller in filter(None, (report["caller"], written_so(report, "informant"))):
        allowed.append(digits(caller["telephone"]))
    if way == "not marked":
        allowed += [digits(report["person"]["home_telephone"]), ""]
    if way == "no number":  # none was sent to call back on: a number at work is one to try
        work, behind = written_so(report, "work_telephone"), written_so(report, "behind") or ""
        allowed += ["", digits(work), digits(f"{work}{behind}")]
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
    marked = "mobile" if written_so(report, "callback") == "not marked" else "callback"
    due = [(marked, digits(person["callback"])), ("home", digits(person["home_telephone"]))]
    if written_so(report, "callback") == "no number":
        due = []
    work, behind = written_so(report, "work_telephone"), written_so(report, "behind")
    if work and not behind:
        due.append(("work", digits(work)))
    faults = [
        f"the patient's {use} number {number} is not shown as such"
        for use, number in due
        if (use, number) not in listed
    ]
    besides = written_so(report, "informant")
    return [
        *faults,
        *(_behind_faults(work, behind, patient) if behind else []),
        *(caller_faults(report["caller"], shown) if report["caller"] else []),
        *(_besides_faults(besides, shown) if besides else []),
    ]


def _behind_faults(number: str, behind: str, patient: Plain) -> list[str]:
    """A number that more is written behind: the number alone will do, or all that was sent, but not run together."""
    right = {letters_and_digits(number), letters_and_digits(f"{number}{behind}")}
    listed = [str(one.get("number")) for one in patient.get("telephones") or () if one.get("use") == "work"]
    if right & set(map(letters_and_digits, listed)):
        return []
    return [f"the number at work: sent {in_words(f'{number}{behind}')}, shown {in_words(listed)}"]


def _besides_faults(informant: Plain, shown: Plain) -> list[str]:
    """Who gave information besides: name and number, wherever they stand."""
    said = _texts({**shown, "sections": ()})
    texts = plain_name(" ".join(said))
    faults = (
        []
        if plain_name(informant["name"]) in texts
        else [f"{in_words(informant['name'])}, who told, is not shown"]
    )
    number = digits(informant["telephone"])
    if number in map(digits, said) or number in digits_in(said):
        return faults
    return [*faults, f"the number {number} of who told is not shown"]


def _texts(shown: object) -> list[str]:
    if isinstance(shown, Mapping):
        return [text for inner in shown.values() for text in _texts(inner)]
    if isinstance(shown, (list, tuple)):
        return [text for inner in shown for text in _texts(inner)]
    return [str(shown)] if isinstance(shown, str) else []


def address_faults(report: Plain, shown: Plain) -> list[str]:
    """The patient's home, whole, and where they are now, if that is elsewhere, by its name too: what lacks of them."""
    person, elsewhere = report["person"], written_so(report, "elsewhere")
    rows = [one for one in (shown.get("patient") or {}).get("addresses") or () if isinstance(one, Mapping)]
    listed = [_address(one) for one in rows]
    home = _place(person["address"], person["postcode"])
    faults = [f"the home address {in_words(home)} is not shown"] if home not in listed else []
    if not has_home(report):
        faults = []
    if elsewhere:
        now = _place(elsewhere["lines"], elsewhere["postcode"])
        faults += [] if now in listed else [f"where the patient is now, {in_words(now)}, is not shown"]
    place = written_so(report, "place_name")
    if place and plain_name(place) not in plain_name(" ".join(_texts({**shown, "sections": ()}))):
        faults.append(f"the name of the place where the patient is, {in_words(place)}, is not shown")
    return faults


def has_home(report: Plain) -> bool:
    """Say whether a report says where its patient lives."""
    return written_so(report, "lines") != "no address"


def _address(shown: Plain) -> str:
    lines = shown.get("lines")
    return _place(lines if isinstance(lines, (list, tuple)) else [lines], shown.get("postcode"))


def _place(lines: Sequence[object], postcode: object) -> str:
    return f"{plain_address([str(line) for line in lines if line])} {plain_postcode(postcode)}"


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
    if caller["code"] in NOT_KNOWN:
        known = said and not _SAYS_NONE.search(said) and said not in (caller["code"], "other")
        return (
            [*faults, f"the caller's relationship was not known, and is shown as {said}"] if known else faults
        )
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
    if written_so(report, "outcome") == "original text alone":
        faults = (
            [f"no disposition code was sent, and {in_words(code)} is shown"]
            if _DISPOSITION.search(code)
            else []
        )
    else:
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


def sender_faults(report: Plain, shown: Plain) -> list[str]:
    """Who sent it, where that is shown: the report's custodian, by code and by name."""
    sender = shown.get("sender") or {}
    ods, name = str(sender.get("ods") or ""), folded(sender.get("name"))
    faults = _differs("the sender's ODS code", report["sender_ods"], ods) if ods else []
    named = not name or plain_name(name) == plain_name(report["sender_name"])
    return faults + ([] if named else _differs("the sender's name", report["sender_name"], name))


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
