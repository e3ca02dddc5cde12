"""Records of PDS as they were drawn for their patients: names, addresses and more that are not, or not yet, valid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldName, HeldTelecom
from cpcs_harness.people.drawn.pds_record import FIELDS

THING = "PDS record"
ENDED, AFTERWARDS = "2019-03-31", "2019-04-01"
MAIDEN, FOR_A_TIME = "Featherstonehaugh", "Ravensworth"
# Ofcom's for drama, of what a run holds besides people and their practices: nobody is known by them.
TEXTPHONE, OTHER_TELEPHONE = "01632 960773", "01632 960774"
EMERGENCY = "01632 960778"
"""Of whom to ring in an emergency: not the patient."""
_OTHER_HOME = ("1 Old Mill Lane", "Otley"), "LS21 9ZX"
_ELSEWHERE = (
    HeldAddress(("2 Ledger House", "Leeds"), "LS1 9ZX", use="billing"),
    HeldAddress(("3 Wharf Hall", "York"), "YO1 9ZX", use="temp", text="Student Accommodation"),
)
_BIRTH = {"day": 10, "month": 7, "year": 4}
_DEATHS = {
    "formal": ("2026-02-28T00:00:00+00:00", "2"),
    "formal, a month": ("2026-03", "2"),
    "informal": ("", "1"),
    "withdrawn": ("", "U"),
}
_ODDITIES = {"unknown extension": ("unknown-extension",), "empty lines": ("null-lines",)}


def drawn(plain: Demographics, row: Mapping[str, Any], today: date) -> Demographics:
    """Give the record that was drawn for a patient, of their plain one; that one where nothing was drawn."""
    row = row or {field: values[0] for field, values in FIELDS.items()}
    coming = today.replace(year=today.year + 1, day=1).isoformat()
    deceased, status = _DEATHS.get(row["death"], ("", ""))
    return replace(
        plain,
        names=_NAMES[row["names"]](plain.names[0], coming),
        addresses=_ADDRESSES[row["addresses"]](plain.addresses[0], coming),
        telecoms=_TELEPHONES[row["telephones"]](plain.telecoms[0], coming),
        emergency_telephone=EMERGENCY if row["telephones"] == "ended" else plain.emergency_telephone,
        practice="" if row["registration"] == "none" else plain.practice,
        practice_start=coming if row["registration"] == "to come" else plain.practice_start,
        birth_date=plain.birth_date[: _BIRTH[row["birth_date"]]],
        gender=plain.gender if row["gender"] == "plain" else row["gender"],
        deceased=deceased,
        death_status=status,
        oddities=_ODDITIES.get(row["besides"], ()),
    )


_NAMES: Mapping[str, Callable[[HeldName, str], tuple[HeldName, ...]]] = {
    "plain": lambda usual, _: (usual,),
    "former first": lambda usual, _: (
        replace(usual, family=MAIDEN, end=ENDED),
        replace(usual, start=AFTERWARDS),
    ),
    "to come first": lambda usual, coming: (replace(usual, family=MAIDEN, start=coming), usual),
    "maiden first": lambda usual, _: (
        HeldName(MAIDEN, usual.given, use="maiden"),
        HeldName(usual.family, ("Chick",), use="nickname"),
        HeldName(FOR_A_TIME, usual.given, use="temp"),
        usual,
    ),
    "no given name": lambda usual, _: (replace(usual, given=()),),
}
_ADDRESSES: Mapping[str, Callable[[HeldAddress, str], tuple[HeldAddress, ...]]] = {
    "plain": lambda home, _: (home,),
    "former first": lambda home, _: (HeldAddress(*_OTHER_HOME, end=ENDED), replace(home, start=AFTERWARDS)),
    "to come first": lambda home, coming: (HeldAddress(*_OTHER_HOME, start=coming), home),
    "temporary first": lambda home, _: (*_ELSEWHERE, home),
}
_TELEPHONES: Mapping[str, Callable[[HeldTelecom, str], tuple[HeldTelecom, ...]]] = {
    "plain": lambda phone, _: (phone,),
    "ended": lambda phone, _: (replace(phone, end=ENDED),),
    "to come first": lambda phone, coming: (HeldTelecom(OTHER_TELEPHONE, use=phone.use, start=coming), phone),
    "textphone first": lambda phone, _: (HeldTelecom(TEXTPHONE, system="other"), phone),
    "e-mail first": lambda phone, _: (HeldTelecom("patient@example.com", system="email"), phone),
}
