"""Consultations, read from what candidates were given to record and said that they had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.evidence.events import Observation
from cpcs_harness.judging.things.amounts import how_many, is_broken, rows_of
from cpcs_harness.judging.things.recorded import Cases, Recorded
from cpcs_harness.people.drawn.consultation import (
    AFTER_MIDNIGHT,
    AS_KNOWN,
    DAY_BEFORE,
    EARLIER_MONTH,
    LAST_HOUR,
    MIDNIGHT,
    NOW,
    OTHERWISE,
)
from cpcs_harness.times import moment_of

LONDON = ZoneInfo("Europe/London")
LATE = 22
"""The hour of a consultation that ends on the next day."""


def consultations(cases: Cases) -> Iterator[Recorded]:
    """Give every consultation that was recorded, with what came after it of the same patient."""
    for event in cases.evidence.of(Observation):
        if event.data.action == "record_consultation" and event.data.status == "done":
            spelled = {"spelled": OTHERWISE if cases.is_spelled_otherwise(event) else AS_KNOWN}
            yield Recorded(_facts(event.data.input, moment_of(event.clock)) | spelled, cases.after(event))


def _facts(given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {
        "method": given.get("method"),
        "began": _began(given.get("started"), at),
        "products": _products(given.get("products")),
        "actions": bool(given.get("actions_for_gp")),
        "urgent": given.get("urgent_for_gp") is True,
    }


def _began(started: Any, at: datetime) -> str:
    try:
        began = moment_of(str(started))
    except ValueError:
        return ""
    there, here = began.astimezone(LONDON), at.astimezone(LONDON)
    if there.time() == time():
        return MIDNIGHT
    if there.date() != began.astimezone(UTC).date():
        return AFTER_MIDNIGHT
    if there.date() == here.date() - timedelta(days=1) and there.hour == LATE:
        return DAY_BEFORE
    if (there.year, there.month) != (here.year, here.month):
        ends_with_its_month = (there.replace(tzinfo=None) + timedelta(hours=1)).month != there.month
        return LAST_HOUR if ends_with_its_month else EARLIER_MONTH
    return NOW if there.date() == here.date() else ""


def _products(given: Any) -> str:
    listed = rows_of(given)
    if any(map(is_broken, listed)):
        return "half of one" if len(listed) == 1 else ""
    return how_many(listed)
