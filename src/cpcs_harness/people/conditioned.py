"""Makes an issued report one of the conditions that were drawn for it, with all that these bring with them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cpcs_harness.people.besides import besides
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Person, Report
from cpcs_harness.people.nhs_number import check_digit
from cpcs_harness.people.series import carer_of
from cpcs_harness.people.written import CALLERS, Caller, Place, Written


@dataclass(frozen=True)
class Settings:
    """What is drawn for one person."""

    report: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """By the field of the report; a field of several holds as many."""
    things: Mapping[str, Mapping[str, str | bool]] = field(default_factory=dict)
    """Of other things, by their names and then by field: see people/drawn."""
    several: Mapping[str, tuple[Mapping[str, str | bool], ...]] = field(default_factory=dict)
    """The same of things of which the person has several, by their names."""


NICKNAMES = ("Sunny", "Bobbin", "Tink", "Duffy")
STAYS = (
    ("Caravan 7", "Seaview Holiday Park", "Long Lane"),
    ("Room 4", "The Old Mill Guest House", "Mill Road"),
)
# NHS Data Dictionary: the postcode of somebody in England whose place is not otherwise given. It is nobody's mark.
ELSEWHERE = "ZZ99 3CZ"
# Ofcom's for drama, of what a run holds besides people and their practices: nobody is known by it.
WORK = "01632 960771"
RELATIVE = "01632 960772"
BEHIND = "NP:01632960775"
PLACES = ("Sunnybank Nursing Home", "The Harbour Day Centre")
DISPOSITIONS = {
    "one hour": ("Dx11", "Speak to a Primary Care Service within 1 hour"),
    "no hours": ("Dx09", "For persistent or recurrent symptoms: get in touch with the GP Practice"),
}
"""Those of NHS Pathways that leave another time than the pathways' own do."""


def conditioned_person(person: Person, settings: Settings, name: str) -> Person:
    """Give a person the lines of address and the given names that they are to have."""
    person = _named(person, settings, name)
    lines = settings.report.get("written.lines", ("",))[0]
    return replace(person, address=_lines(person.address, lines))


def _lines(usual: tuple[str, ...], lines: str) -> tuple[str, ...]:
    """Give a home as many lines as it is to have: HL7 has two to five of them, and senders other numbers."""
    first, *others = usual
    return {
        "one line": (first,),
        "five lines": ("Flat 2", "Sedge House", first, *others)[:5],
        "none but the postcode": (),
        "no address": (),
    }.get(lines, usual)


def _named(person: Person, settings: Settings, name: str) -> Person:
    if "two" not in settings.report.get("written.given", ()):
        return person
    rng = random.Random(f"{name}/second given name")  # noqa: S311 - people, not secrets
    others = [
        given
        for given in fixture("names")["given"][person.gender]
        if given != person.given and " " not in given
    ]
    first = person.given.split(" ")[0]
    return replace(person, given=f"{first} {rng.choice(others)}")


def conditioned(report: Report, settings: Settings, name: str) -> Report:
    """Give the report as its conditions have it; `name` seeds what they bring with them."""
    rng = random.Random(f"{name}/conditions")  # noqa: S311 - people, not secrets
    plain = {key: held[0] for key, held in settings.report.items() if "." not in key and key not in _OWN}
    ways = {
        key.removeprefix("written."): held[0]
        for key, held in settings.report.items()
        if key in _WAYS_OF_WRITTEN
    }
    made = replace(report, **plain, written=_written(report, Written(**ways), settings, rng))
    if forms := tuple(filter(None, settings.report.get("forms", ()))):
        made = replace(made, forms=(*made.forms, *forms))
    if titles := [title for title in settings.report.get("sections", ()) if title]:
        made = replace(made, sections=(*made.sections, *(besides()[title] for title in titles)))
    if code := settings.report.get("caller.code", ("",))[0]:
        made = replace(made, caller=_caller(report, code, carer_of(report.person.callback)))
    if wait := DISPOSITIONS.get(made.written.wait):
        made = replace(made, disposition_code=wait[0], disposition_text=wait[1])
    if made.number == "two":
        made = replace(made, second_number=_other_number(report.person.nhs_number))
    return made


_OWN = {"forms", "sections"}
_WAYS_OF_WRITTEN = {f"written.{name}" for name in Written.__dataclass_fields__}


def _written(report: Report, written: Written, settings: Settings, rng: random.Random) -> Written:
    """Fill in what a way of writing needs words, places and numbers for."""
    nickname, stay = rng.choice(NICKNAMES), rng.choice(STAYS)
    place = rng.choice(PLACES)
    informant = settings.report.get("written.informant.code", ("",))[0]
    address = f"{report.case_id}@example.com".lower()  # the case's, and so nobody else's
    return replace(
        written,
        nickname=nickname if written.names.startswith("nickname") else "",
        elsewhere=None if written.addresses == "home" else Place(stay, ELSEWHERE),
        work_telephone=WORK if written.telecoms.startswith("work") else "",
        behind=BEHIND if written.telecoms == "work and more" else "",
        place_name=place if written.place == "named" else "",
        email=address if written.telecoms == "e-mail" else "",
        informant=_caller(report, informant, RELATIVE) if informant else None,
    )


def _caller(report: Report, code: str, telephone: str) -> Caller:
    relationship, name = CALLERS[code]
    person = report.person
    return Caller(code, relationship, name or f"{person.given} {person.family}", telephone)


def _other_number(number: str) -> str:
    """Give the next valid number of the person's own block: in that are four people at most, far apart."""
    for step in range(1, 1000):
        nine = f"999{number[3:6]}{(int(number[6:9]) + step) % 1000:03d}"
        digit = check_digit(nine)
        if digit is not None:
            return f"{nine}{digit}"
    return number
