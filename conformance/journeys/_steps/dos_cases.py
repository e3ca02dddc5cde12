"""The cases of `fixtures/dos_cases.yaml`: what DoS is to hold near a patient, and the moments that are asked about.

Source: UEC DoS REST API v1.0 (interface sheet dos-eps-rtec-scr-dmd, sections 2 and 9).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.bank_holidays import is_bank_holiday, next_bank_holiday
from cpcs_harness.people.fixtures import fixture

LONDON = ZoneInfo("Europe/London")
PHARMACY_TYPES = ["13", "131", "132"]
"""Under whichever of them a candidate searches, the case is the same."""
WEDNESDAY, SATURDAY, SUNDAY = 2, 5, 6
DAY = timedelta(days=1)


@dataclass(frozen=True)
class SearchCase:
    """What DoS holds near a patient, and the moments besides now for which it is asked whether they are open."""

    name: str
    services: tuple[Mapping[str, Any], ...]
    open_at: tuple[str, ...] = ()


def search_cases() -> list[SearchCase]:
    """Give the table's searches, each with services of its own numbers."""
    return [
        SearchCase(name, held_services(case["services"]), tuple(case.get("open_at", ())))
        for name, case in fixture("dos_cases")["searches"].items()
    ]


def changed_services() -> tuple[tuple[Mapping[str, Any], ...], tuple[Mapping[str, Any], ...]]:
    """Give what DoS holds before and after something changed."""
    changed = fixture("dos_cases")["changed"]
    return held_services(changed["before"]), held_services(changed["after"])


def troubles() -> Sequence[str]:
    """Give the names of what goes wrong with DoS."""
    names: Sequence[str] = fixture("dos_cases")["troubles"]
    return names


def held_services(written: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Fill in what the table leaves out of services, so that no two of a search have anything in common."""
    return tuple(_filled(number, service) for number, service in enumerate(written, 1))


def _filled(number: int, written: Mapping[str, Any]) -> Mapping[str, Any]:
    name = written["name"]
    plain = {
        "service_id": f"20000951{number + 20}",
        "ods": f"FQ60{number}",
        "public_name": f"{name} Pharmacy",
        "address": [f"{number} {name} Street", "Leeds", "West Yorkshire"],
        "postcode": f"LS19 {number}QF",
        "public": f"01632 96095{number}",
        "miles": round(0.3 * number, 1),
        "types": PHARMACY_TYPES,
        "rag": "green",
        "hours": "by-day",
        "email": f"shop{number}@nhs.net",
    }
    return plain | dict(written) | {"name": f"Pharm+: Leeds, West Yorkshire ({name} Pharmacy)"}


def moment_of(rule: str, now: datetime) -> datetime:
    """Give the moment in UTC that a rule such as `bank-holiday 11:00` means, in London's wall clock."""
    when, _, clock = rule.partition(" ")
    day = _day(when, now.astimezone(LONDON).date())
    return datetime.combine(day, time.fromisoformat(clock), LONDON).astimezone(UTC)


def _day(when: str, today: date) -> date:
    if when.startswith("+"):
        return today + timedelta(days=int(when))
    if when == "bank-holiday":
        return next_bank_holiday(today)
    if when == "clock-change":
        return _next(today, _changes_clocks)
    if when in ("summer", "winter"):
        month = 7 if when == "summer" else 2
        return _next(today, lambda day: day.month == month and day.weekday() == WEDNESDAY)
    wanted = SATURDAY if when == "saturday" else WEDNESDAY
    return _next(today, lambda day: day.weekday() == wanted and not is_bank_holiday(day))


def _next(today: date, fits: Any) -> date:
    return next(day for day in (today + DAY * ahead for ahead in range(1, 800)) if fits(day))


def _changes_clocks(day: date) -> bool:
    """Say whether a day is the last Sunday of March or October."""
    return day.month in (3, 10) and day.weekday() == SUNDAY and day.day > 24
