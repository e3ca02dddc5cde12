"""Steps of journeys in which the prescription tracker is asked; what it holds is in fixtures/prescriptions.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.prescription_id import check_character
from cpcs_harness.people.prescriptions import (
    HeldItem,
    HeldOrganisation,
    HeldPrescription,
    HeldPrescriptions,
)
from cpcs_harness.times import real_now

_ITEMS = UUID("6f0a9d10-0000-4000-8000-000000000000")


def table() -> Mapping[str, Any]:
    """Give the table of looks, troubles, and what is typed."""
    found: Mapping[str, Any] = fixture("prescriptions")
    return found


def held_for(cases: Sequence[Mapping[str, Any]], number: str) -> HeldPrescriptions:
    """Give what the tracker holds of a patient."""
    return HeldPrescriptions(number, tuple(_prescription(case, number) for case in cases))


def as_typed(identifiers: Sequence[str]) -> list[str]:
    """Give what a person types of two prescriptions: in small letters, among blanks, as it is, and with a wrong end."""
    first, second = identifiers
    return [f" {first.lower()} ", second, *(f"{typed[:-1]}{_other(typed[-1])}" for typed in identifiers)]


def _other(character: str) -> str:
    return "Y" if character == "Z" else "Z"


def _identifier(number: str, case: Mapping[str, Any]) -> str:
    """Make the identifier of a case: of a patient's nine digits, and so of nobody else's."""
    for tried in range(256):
        body = f"{number[:6]}-Y83{number[6:9]}-{case['number']:03d}{tried:02X}"
        if check_character(body) == case.get("ends_in", check_character(body)):
            return body + check_character(body)
    raise ValueError(f"no identifier of {number} ends in {case['ends_in']}")


def _prescription(case: Mapping[str, Any], number: str) -> HeldPrescription:
    identifier = _identifier(number, case)
    issued = f"{real_now() - timedelta(days=case.get('days_ago', 1)):%Y%m%d}093000"
    states = case.get("states") or [HeldItem.status] * len(case["items"])
    items = tuple(_item(*each, identifier) for each in zip(case["items"], states, strict=True))
    named = {"status", "treatment", "issue", "issues"} & case.keys()
    nominated, dispenser = _organisation(case.get("nominated")), _organisation(case.get("dispenser"))
    return HeldPrescription(
        identifier,
        issued,
        items,
        HeldOrganisation(**table()["organisations"]["surgery"]),
        nominated=nominated,
        dispenser=dispenser,
        before=_organisation(case.get("before")),
        pending_cancellation=bool(case.get("pending")),
        **{name: case[name] for name in named},
    )


def _item(name: str, state: str, prescription: str) -> HeldItem:
    return HeldItem(id=str(uuid5(_ITEMS, f"{prescription} {name}")), status=state, **table()["items"][name])


def _organisation(name: str | None) -> HeldOrganisation | None:
    return HeldOrganisation(**table()["organisations"][name]) if name else None
