"""What is shown of an NHS 111 report and does not stand in it: pure functions over plain data.

Beside `shown`, which says what lacks. `report` and `shown` are as there.
Source: interface sheet nhs111-itk22, 3.3 (telecom, addr), 3.4 (informant) and 3.7 (sections).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.judging.in_words import in_words

from ..screen import digits
from ..text import letters_and_digits, plain_address, plain_name, plain_postcode
from .sections import SHOWN, Shown, flattened, folded, places_of, set_off
from .shown import SELF, has_home, written_so

Plain = Mapping[str, Any]
CALLBACK, HOME = "callback", "home"
_HOMES = {"telephony": ("home",), "online": ("home", "physical")}
"""The uses under which the one address of a patient is sent, by sender."""


def stray_sections(report: Plain, shown: Plain) -> list[str]:
    """Say which sections are shown that the report has not; a part of it that is shown again is none."""
    sent, rows = report["sections"], shown.get("sections") or ()
    used = {place for _, _, place in places_of(sent, rows)}
    whole = letters_and_digits("".join(f"{part['title']}{part['text']}" for part, _ in flattened(sent)))
    faults = [
        f"section {in_words(folded(row.get('title')))} was not sent: {in_words(folded(row.get('text'))[:SHOWN])}"
        for place, row in enumerate(rows)
        if place not in used and letters_and_digits(folded(row.get("text"))) not in whole
    ]
    return faults + _stray_words(sent, rows)


def _stray_words(sent: Shown, rows: Shown) -> list[str]:
    """Say what stands in a table, a list or a text with parts of its own that the section has not; signs are free."""
    faults = []
    for section, _, place in places_of(sent, rows):
        if place is None or not (section["markup"] != "lines" or section.get("inside")):
            continue
        due = {word for part, _ in flattened([section]) for word in _words(f"{part['title']} {part['text']}")}
        said = rows[place].get("text")
        strange = [word for word in _words(said) if word not in due and len(word) > 2]
        if strange:
            faults.append(
                f"section {in_words(section['title'])} is shown with {in_words(strange[:5])}, which was not sent"
            )
    return faults


def _words(text: object) -> list[str]:
    return [word for part in set_off(folded(text)).split() if (word := letters_and_digits(part))]


def stray_telephones(report: Plain, shown: Plain) -> list[str]:
    """Say which numbers are shown that were not sent, or under another use than they were sent with."""
    person, caller = report["person"], report["caller"]
    callback, home = digits(person["callback"]), digits(person["home_telephone"])
    called = _CALLED[str(written_so(report, "callback") or "marked")]
    own = {(use, callback) for use in called} | ({(HOME, home)} if called else set())
    own |= {("work", digits(work))} if (work := written_so(report, "work_telephone")) else set()
    if behind := written_so(report, "behind"):
        own |= {
            (use, number)
            for use in ("work", "other")
            for number in (digits(f"{work}{behind}"), digits(behind))
        }
    told = [one for one in (caller, written_so(report, "informant")) if one]
    rang = {(CALLBACK, digits(one["telephone"])) for one in told}
    faults = [
        f"the patient's {use or 'number'} {number} was not sent as such"
        for use, number in _listed(shown.get("patient"))
        if number and (use, number) not in own | rang
    ]
    return faults + _stray_informant(told, own, shown)


_CALLED = {
    "marked": (CALLBACK,),
    "marked as mobile too": (CALLBACK, "mobile"),
    "not marked": ("mobile",),
    "no number": (),
}
"""The uses under which the number to call back is sent, by how it is marked."""


def _stray_informant(told: Sequence[Plain], own: set[tuple[str, str]], shown: Plain) -> list[str]:
    informant = shown.get("informant") or {}
    numbers = {number for _, number in _listed(informant)} - {""}
    due = {digits(one["telephone"]) for one in told}
    if all(one["code"] == SELF for one in told):
        known = {number for _, number in own} | due
        return [f"number {number} is shown as a caller's, and nobody else rang" for number in numbers - known]
    return [f"number {number} is shown as the caller's, and was not sent" for number in numbers - due]


def _listed(holder: object) -> Iterator[tuple[str, str]]:
    held = holder if isinstance(holder, Mapping) else {}
    for telephone in held.get("telephones") or ():
        yield str(telephone.get("use") or "").casefold(), digits(telephone.get("number"))


def stray_informants(report: Plain, shown: Plain) -> list[str]:
    """Say who is shown as the caller, or as somebody else who told of the patient, and was not sent."""
    informant = shown.get("informant") or {}
    told = [one for one in (report["caller"], written_so(report, "informant")) if one]
    sent = {plain_name(one["name"]) for one in told}
    others = [other.get("name") for other in shown.get("other_informants") or ()]
    strange = [name for name in others if plain_name(name) not in sent]
    name = informant.get("name")
    if name and plain_name(name) not in sent and not _is_patient(report["person"], plain_name(name)):
        strange.append(name)
    return [f"{in_words(name)} is shown as the caller" for name in strange]


def stray_names(report: Plain, shown: Plain) -> list[str]:
    """Say which names beside the patient's own are shown that were not sent; that one is shown no source asks for."""
    nickname = plain_name(written_so(report, "nickname"))
    others = [other.get("name") for other in (shown.get("patient") or {}).get("other_names") or ()]
    return [
        f"the name {in_words(name)}"
        for name in others
        if plain_name(name) != nickname and not _is_patient(report["person"], plain_name(name))
    ]


def _is_patient(person: Plain, name: str) -> bool:
    return all(plain_name(person[part]) in name for part in ("given", "family"))


def address_faults(report: Plain, shown: Plain) -> list[str]:
    """Say which addresses are shown that are not the report's, or under a use that it was not sent with.

    That an address is shown at all no source asks for.
    """
    person, rows = report["person"], (shown.get("patient") or {}).get("addresses") or ()
    uses = _HOMES[report["sender"]]
    emails = (shown.get("patient") or {}).get("emails") or ()
    own = str(written_so(report, "email") or "").casefold()
    faults = [
        f"the e-mail address {in_words(email)}, and {'another' if own else 'none'} was sent"
        for email in emails
        if email and str(email).casefold() != own
    ]
    for row in rows:
        lines = plain_address(row.get("lines") or ())
        if _is_elsewhere(report, row):
            if row.get("use") == HOME:
                faults.append(
                    f"where the patient is now, {in_words(row.get('lines'))}, is shown as their home"
                )
        elif not has_home(report):
            faults += (
                [f"the address {in_words(lines)}, and none was sent"] if lines or row.get("postcode") else []
            )
        elif not _is_home(person, row):
            found, sent = (
                [*(row.get("lines") or ()), row.get("postcode")],
                [*person["address"], person["postcode"]],
            )
            faults.append(f"the address {in_words(found)}: sent {in_words(sent)}")
        elif str(row.get("use") or "") not in ("", *uses):
            faults.append(f"the patient's home is shown as a {row.get('use')} address")
    return [*faults, *_place_faults(report, shown.get("location") or {})]


def _place_faults(report: Plain, location: Plain) -> list[str]:
    """Say so where the place that the patient called from is shown by a name, or an address, that was not sent."""
    name, sent, row = location.get("name"), written_so(report, "place_name"), location.get("address") or {}
    faults = []
    if name and plain_name(name) != plain_name(sent):
        faults.append(f"the patient's place is called {in_words(name)}: sent {in_words(sent)}")
    if (row.get("lines") or row.get("postcode")) and not _is_where_they_are(report, row):
        found = [*(row.get("lines") or ()), row.get("postcode")]
        faults.append(f"the patient's place is at {in_words(found)}, and they are elsewhere")
    return faults


def _is_where_they_are(report: Plain, row: Plain) -> bool:
    """Say whether an address is that of the encounter: another place than home where one was sent, or home."""
    if written_so(report, "elsewhere"):
        return _is_elsewhere(report, row)
    return has_home(report) and _is_home(report["person"], row)


def _is_home(person: Plain, row: Plain) -> bool:
    lines, due = plain_address(row.get("lines") or ()), plain_address(person["address"])
    postcode = plain_postcode(person["postcode"])
    return lines in (due, due + postcode.casefold()) and plain_postcode(row.get("postcode")) == postcode


def _is_elsewhere(report: Plain, row: Plain) -> bool:
    """Say whether a row is the place where the patient is now, if that is not their home."""
    elsewhere = written_so(report, "elsewhere")
    if not elsewhere or plain_postcode(row.get("postcode")) != plain_postcode(elsewhere["postcode"]):
        return False
    return plain_address(elsewhere["lines"]) == plain_address(row.get("lines") or ())
