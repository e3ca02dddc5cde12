"""Supplies of medicines as they were drawn for their patients, or one medicine where nothing was drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpcs_harness.drivers.base import Outcome

from . import referrals as _referrals
from .pds import Case

THING, SUPPLY = "supply", "supply_medicine"
ROLES = ("urgent-medicine", "tablets", "device")
"""What is supplied of several items, in this order; of what the candidate does not declare nothing is."""
NUMBERS = {"one": 1, "two": 2, "three": 3}
BROKEN = "tablets"
"""The role of what half a piece can be supplied of."""
OWING = 2
CARER = {"name": "Hester Quayle", "relation": "carer"}


def supply(case: Case) -> None:
    """Have medicines recorded as supplied."""
    row = case.issued.drawn.get(THING)
    if row is None:
        plain = _referrals.supplied(_referrals.for_patient(case.stage, case.issued))
        case.do(SUPPLY, **plain)
        return
    collected = {"collected_by": CARER} if row["collected"] == "somebody else" else {}
    record(case, _items(case, row), {"reason": case.issued.words.reason, **collected})


def record(case: Case, items: Sequence[Mapping[str, Any]], who: Mapping[str, Any]) -> Outcome:
    """Have items recorded, several at once; a system that takes one at a time is given one after another."""
    if len(items) == 1:
        return case.do(SUPPLY, **items[0], **who)
    outcome = case.do(SUPPLY, items=list(items), **who)
    if outcome.status == "done":
        return outcome
    return [case.do(SUPPLY, **item, **who) for item in items][-1]


def _items(case: Case, row: Mapping[str, str | bool]) -> list[dict[str, Any]]:
    declared = [role for role in ROLES if role in case.stage.declaration.medicines]
    several, half = NUMBERS[str(row["items"])], row["quantity"] == "half" and BROKEN in declared
    roles = [BROKEN] if half and several == 1 else declared[:several]
    items = [_item(case, role, half) for role in roles]
    if row["owing"]:
        items[0]["owing"] = OWING
    return items


def _item(case: Case, role: str, half: bool) -> dict[str, Any]:
    words = case.issued.words
    whole = words.days if role == BROKEN else 1
    return {
        "code": case.stage.own_code(role),
        "quantity": whole + 0.5 if half and role == BROKEN else whole,
        "days_supply": words.days,
        "dosage": words.dosage,
    }
