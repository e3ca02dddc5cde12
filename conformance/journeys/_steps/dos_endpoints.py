"""Endpoints as they were drawn: what DoS is to say of how a practice or provider is reached, for either use alike.

Source: interface sheet dos-eps-rtec-scr-dmd, section 2.9; names within `endpoints`: dos-endpoints-model.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

THING = "DoS endpoints"
USES = ("Copy", "Primary")
_BEFORE: Mapping[str, Mapping[str, str]] = {
    "system": {"transport": "itk", "address": "ODS:{ods}"},
    "telephone": {"transport": "telno", "address": "01632 960917"},
    "public e-mail": {"transport": "email", "address": "{ods}.nhs.net@gmail.com"},
}
NINTH = 9
"""The order of the first where numbers are of all uses: ten comes after it, as a number and not as a text."""
_FURTHER = {"none": 0, "one": 1, "two": 2}


def drawn(number: int, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the profile of a row, in the form of fixtures/endpoints.yaml."""
    rows: list[dict[str, Any]] = []
    for use in USES:
        ways = [
            *([_BEFORE[row["before"]]] if row["before"] in _BEFORE else []),
            *(_email(use, number, place, row) for place in range(_FURTHER[row["further"]] + 1)),
        ]
        first = len(rows) + NINTH if row["numbers"] == "of all uses" else 1
        rows += [{"order": order, "scenario": use, **way} for order, way in enumerate(ways, first)]
    return {"case": f"drawn {number}", "rows": rows if row["rows"] == "in order" else rows[::-1]}


def _email(use: str, number: int, place: int, row: Mapping[str, Any]) -> Mapping[str, str]:
    said = {"comment": f"Ring 01632 960918 should {use} {number} fail"} if row["comment"] != "none" else {}
    return {"transport": "email", "address": f"{use.lower()}{number}-{place}.{{ods}}@nhs.net", **said}
