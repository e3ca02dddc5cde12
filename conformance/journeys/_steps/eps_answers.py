"""Prescriptions as they were drawn: what the tracker is to hold of a patient.

Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.2 to 3.4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from cpcs_harness.people.prescription_id import check_character
from cpcs_harness.people.prescriptions import HeldItem, HeldPrescription, HeldPrescriptions

from . import prescriptions as _prescriptions

THING = "EPS answer"
FIRST = 101
"""The number in the identifier of the first: those of the table are lower."""
LONG_AGO, LATELY = 150, 3
"""Days: more than the 28 that a search goes back which names none, and less than the months that one is valid."""
ODD_ITEM = "Crème de Vaseline™ & zinc 0.5% w/w ½-strength"
_ITEMS = {"one": ["inhaler"], "two": ["inhaler", "tablets"], "three": ["inhaler", "tablets", "half"]}
_TREATMENTS: Mapping[str, Mapping[str, Any]] = {
    "acute": {"treatment": "0001"},
    "repeat": {"treatment": "0002"},
    "first issue": {"treatment": "0003", "issue": 1, "issues": 6},
    "later issue": {"treatment": "0003", "issue": 4, "issues": 6},
}
_RELEASE_1 = UUID("6f0a9d10-0000-4000-8000-000000000001")


def drawn(number: str, rows: Sequence[Mapping[str, Any]], first: int) -> HeldPrescriptions:
    """Give what the tracker is to hold of a patient, by rows that were drawn; the first of them has this place."""
    held = tuple(_drawn(number, place, row) for place, row in enumerate(rows, first))
    return HeldPrescriptions(number, held)


def _drawn(number: str, place: int, row: Mapping[str, Any]) -> HeldPrescription:
    named = {"named": "harbour", "no telephone": "harbour"}.get(row["dispenser"])
    case = {
        "number": FIRST + place,
        "status": row["status"],
        "items": _ITEMS[row["items"]],
        "days_ago": LONG_AGO if row["issued"] == "long ago" else LATELY,
        "pending": row["pending"],
        "dispenser": named,
        "nominated": "lantern" if row["nominated"] == "named" else None,
        **({"ends_in": "+"} if row["identifier"] == "plus" else {}),
        **_TREATMENTS[row["treatment"]],
    }
    (held,) = _prescriptions.held_for([case], number).prescriptions
    items = tuple(_item(item, row) for item in held.items)
    if row["dispenser"] == "no telephone" and held.dispenser is not None:
        held = replace(held, dispenser=replace(held.dispenser, phone=""))
    return replace(held, items=items, **({"id": _long(held.id)} if row["identifier"] == "release 1" else {}))


def _item(item: HeldItem, row: Mapping[str, Any]) -> HeldItem:
    return replace(
        item,
        description=f"{ODD_ITEM}, {item.description}" if row["letters"] == "others" else item.description,
        quantity=f"{item.quantity}.5" if row["quantity"] == "half" else item.quantity,
        dosage="" if row["dosage"] == "none" else item.dosage,
    )


def _long(identifier: str) -> str:
    """Give the identifier of release 1 that belongs to one of release 2: a UUID, and its check character."""
    body = str(uuid5(_RELEASE_1, identifier)).upper()
    return body + check_character(body)
