"""Pharmacies as they were drawn: what DoS is to hold near a patient, and the moment that is asked about.

Source: UEC DoS REST API v1.0 (interface sheet dos-eps-rtec-scr-dmd, sections 2.3 to 2.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from cpcs_harness.bank_holidays import is_bank_holiday
from cpcs_harness.people.drawn.dos_answer import DAY, HOLIDAY, NIGHT, SUMMER

from .dos_cases import LONDON, PHARMACY_TYPES, SearchCase

THING = "DoS answer"
ODD_NAME = "Siân's & Daughters' Lamp"
_HOURS: Mapping[str, Mapping[str, Any]] = {
    "one session": {"hours": "daily"},
    "two sessions": {"hours": "daily-twice"},
    "past midnight": {"hours": "late"},
    "to midnight": {"hours": "to-midnight"},
    "all hours": {"hours": "all-hours"},
    "all hours and others": {"hours": "daily", "all_hours": True},
}
_DATES = {
    "none": (),
    "shut": ("+{ahead} closed",),
    "two sessions": ("+{ahead} 12:00-14:00 15:00-16:00",),
    "month or day": ("ambiguous",),
    "past": ("past",),
}
_MOMENTS = {
    DAY: "+{ahead} 13:30",
    NIGHT: "+{ahead} 00:30",
    HOLIDAY: "bank-holiday 11:00",
    SUMMER: "summer 18:30",
}
"""Each is within the hours of some pharmacies, and outside those of others, whatever else was drawn."""
_FULL = ("Leeds", "West Yorkshire")
_SOON = 3
"""Days from now, at least, to the day of which something special is said."""


def drawn(number: int, row: Mapping[str, Any], now: datetime) -> SearchCase:
    """Give the search of a row: its pharmacy, those that stand before or after it, and what is asked at a moment."""
    ahead = _ahead(now.astimezone(LONDON).date())
    own = _service(number, row, ahead)
    code = str(own["ods"]).strip()[:5]
    beside = _plain(number, f"FQ8{number:02}" if not row["shared"] else code)
    services = {"alone": (own,), "first": (own, beside), "last": (beside, own)}[row["place"]]
    placed = [{"miles": 0.4 + place, **service} for place, service in enumerate(services)]
    moments = (_MOMENTS[row["moment"]].format(ahead=ahead),) if row["moment"] in _MOMENTS else ()
    return SearchCase(f"drawn {number}", tuple(placed), moments)


def _ahead(today: date) -> int:
    """Give how many days from now the next day is that is no bank holiday, which is a condition of its own."""
    return next(days for days in count(_SOON) if not is_bank_holiday(today + timedelta(days=days)))


def _service(number: int, row: Mapping[str, Any], ahead: int) -> dict[str, Any]:
    called = ODD_NAME if row["letters"] == "others" else "Lamp"
    name, code = f"{called} {number} Pharmacy", f"FQ7{number:02}"
    street = f"{number} {called} Street"
    telephone = f"01632 96095{number % 10}"
    return {
        "service_id": f"20000961{number:02}",
        "ods": {"suffix": f"{code}RPX", "blanks": f" {code} "}.get(row["ods"], code),
        "name": f"Pharm+: Leeds, West Yorkshire ({name})",
        "public_name": {"given": name, "empty": "", "absent": None}[row["public_name"]],
        "address": {"empty parts": [street, "", "Leeds", ""], "one line": [street]}.get(
            row["address"], [street, *_FULL]
        ),
        "postcode": f"LS19 {number % 10}QF",
        "public": {"more behind it": f"{telephone} Fax 01632 960940", "none": ""}.get(
            row["telephone"], telephone
        ),
        "types": PHARMACY_TYPES,
        "rag": row["capacity"],
        "dates": [rule.format(ahead=ahead) for rule in _DATES[row["dates"]]],
        "bank_holiday": [["10:00", "16:00"]] if row["bank_holiday"] == "hours" else [],
        "numbers": row["written"] == "numbers",
        "more": {"unheardOf": {"of": ["anything"]}} if row["members"] == "unknown" else {},
        **{**_HOURS, "shut on a day": {"hours": {"shut-in": ahead}}}[row["hours"]],
        **({"miles": 50.3, "in_corner": True} if row["distance"] == "corner" else {}),
    }


def _plain(number: int, code: str) -> dict[str, Any]:
    """Give a pharmacy beside it, which is as plain as can be and never shuts, so that it is to be shown."""
    return {
        "service_id": f"20000962{number:02}",
        "ods": code,
        "name": f"Pharm+: Leeds, West Yorkshire (Bell {number} Pharmacy)",
        "public_name": f"Bell {number} Pharmacy",
        "address": [f"{number} Bell Yard", *_FULL],
        "postcode": f"LS18 {number % 10}QF",
        "public": f"01632 96094{number % 10}",
        "types": PHARMACY_TYPES,
        "rag": "green",
        "hours": "all-hours",
    }
