"""The medicines that journeys name by role, each with the candidate's own code for it, or with a product of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.model import Medicine


@dataclass(frozen=True)
class OwnMedicine:
    """What a candidate has for a role: its own code, and what dm+d says of it where it is another product than ours."""

    code: str
    dmd: str = ""
    """Empty where it is our product."""
    display: str = ""
    unit: str = ""


def medicines(own: Mapping[str, OwnMedicine], *, everywhere: bool) -> dict[str, Medicine]:
    """Give the medicines of the table by role; those that `everywhere` needs alone, or all."""
    return {
        row["role"]: _medicine(row, own.get(row["role"]))
        for row in fixture("medicines")
        if row["everywhere"] or not everywhere
    }


def _medicine(row: Mapping[str, Any], own: OwnMedicine | None) -> Medicine:
    left_out = ("source", "everywhere")
    ours = Medicine(**{name: row[name] for name in row if name not in left_out})
    if own is None:
        return ours
    if not own.dmd:
        return replace(ours, own_code=own.code)
    unit_code = ours.unit_code if own.unit == ours.unit else ""
    return replace(
        ours,
        code=own.dmd,
        level="",
        display=own.display,
        unit=own.unit,
        unit_code=unit_code,
        own_code=own.code,
        is_declared=True,
    )
