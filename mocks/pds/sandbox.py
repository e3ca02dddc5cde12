"""The patients of the published PDS sandbox: they answer too, and never stand in the way of a journey's people.

Source: interface sheet pds-smsp-auth, section 9, in fixtures/pds_sandbox.yaml. Left out, on purpose: what the sandbox
does otherwise than PDS, such as its warning to every search that it has no answer for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.datastructures import QueryParams

from cpcs_harness.people.demographics import (
    Demographics,
    HeldAddress,
    HeldName,
    HeldPeriod,
    HeldRelation,
    HeldTelecom,
)
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.nhs_number import check_digit

EVERY_WAY = ("retrieve", "related", "search")
ASIDE = ("_max-results", "gender")
"""Parameters that alter nothing in what a known search finds."""
PERIODS = ("managing_period", "removal_period", "emergency_period")
CROWD = 900001000
"""From here on the numbers are made up that a search of the sandbox's finds, and nobody knows."""


@dataclass(frozen=True)
class Sandbox:
    """Its records, by the ways that they are found in, and the searches whose answers are published."""

    ways: Mapping[str, dict[str, Demographics]]
    searches: tuple[tuple[dict[str, list[str]], dict[str, float]], ...]

    def known_search(self, given: QueryParams) -> dict[str, float] | None:
        """Give the scores of those whom a search is known to find, by NHS number; None for any other search."""
        asked = _plain({name: given.getlist(name) for name in given})
        return next((gives for known, gives in self.searches if known == asked), None)


@cache
def sandbox() -> Sandbox:
    """Read the sandbox, once."""
    read = fixture("pds_sandbox")
    ways: dict[str, dict[str, Demographics]] = {way: {} for way in EVERY_WAY}
    for row in read["patients"]:
        record = _record({name: value for name, value in row.items() if name != "answers"})
        for way in row.get("answers", EVERY_WAY):
            ways[way][record.nhs_number] = record
    searches = []
    for row in read["searches"]:
        crowd = _crowd(row.get("gives_so_many", 0))
        ways["search"].update(crowd)
        gives = dict(row.get("gives", []))
        searches.append((_plain(row["asked"]), gives | dict.fromkeys(crowd, row.get("score", 1.0))))
    return Sandbox(ways, tuple(searches))


def _record(row: Mapping[str, Any]) -> Demographics:
    parts = dict(row)
    parts["names"] = tuple(HeldName(**_frozen(name)) for name in row.get("names", []))
    parts["addresses"] = tuple(_address(home) for home in row.get("addresses", []))
    parts["telecoms"] = tuple(HeldTelecom(**way) for way in row.get("telecoms", []))
    parts["relations"] = tuple(_relation(related) for related in row.get("relations", []))
    parts |= {name: HeldPeriod(**row[name]) for name in PERIODS if name in row}
    return Demographics(**_frozen(parts))


def _address(row: Mapping[str, Any]) -> HeldAddress:
    return HeldAddress(**_frozen(row))


def _relation(row: Mapping[str, Any]) -> HeldRelation:
    address = {"address": _address(row["address"])} if "address" in row else {}
    return HeldRelation(**{**row, **address})


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _crowd(number: int) -> dict[str, Demographics]:
    """Make up so many patients of one name, with numbers that were never given to anybody."""
    found: dict[str, Demographics] = {}
    for first_nine in range(CROWD, CROWD + 2 * number):
        digit = check_digit(str(first_nine))
        if digit is not None and len(found) < number:
            nhs_number = f"{first_nine}{digit}"
            found[nhs_number] = Demographics(
                nhs_number,
                names=(HeldName("Smith"),),
                gender="male",
                birth_date="2000-05-05",
                addresses=(HeldAddress(("1 Jasmine Court",), "DN17 4AA"),),
            )
    return found


def _plain(asked: Mapping[str, Any]) -> dict[str, list[str]]:
    """Write a search so that it can be compared: all as lists, case and the sign of equality aside."""
    plain = {}
    for name, value in asked.items():
        values = [str(text).casefold() for text in (value if isinstance(value, list) else [value])]
        if name not in ASIDE and values != ["false"]:
            plain[name] = [text.removeprefix("eq") if name == "birthdate" else text for text in values]
    return plain
