"""Consultations as they were drawn for their patients: when they began, and what is recorded of them besides texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.drawn.consultation import (
    AFTER_MIDNIGHT,
    DAY_BEFORE,
    EARLIER_MONTH,
    LAST_HOUR,
    MIDNIGHT,
    OTHERWISE,
)
from cpcs_harness.people.model import Issued
from cpcs_harness.times import stamp

from . import moments as _moments

THING = "consultation"
SECOND = "device"
"""The role of what is recommended besides."""
LONDON = ZoneInfo("Europe/London")
_OF_LAST_MONTH = {EARLIER_MONTH: time(14, 40), LAST_HOUR: time(23, 30)}
"""At what time of its last day."""


def drawn(stage: Stage, issued: Issued) -> dict[str, Any]:
    """Give what a patient's consultation is recorded with, as it was drawn; nothing where nothing was."""
    row = issued.drawn.get(THING)
    if row is None:
        return {}
    return {
        "method": row["method"],
        "started": stamp(_began(str(row["began"]), stage.now())),
        "actions_for_gp": issued.words.actions if row["actions"] else "",
        "products": _products(stage, issued, str(row["products"])),
        **({"urgent_for_gp": True} if row["urgent"] else {}),
    }


def _began(when: str, now: datetime) -> datetime:
    if when == AFTER_MIDNIGHT:
        return _after_midnight(now)
    if when == MIDNIGHT:
        return _moments.midnight(now)
    if when in _OF_LAST_MONTH:
        last = now.astimezone(LONDON).date().replace(day=1) - timedelta(days=1)
        return datetime.combine(last, _OF_LAST_MONTH[when], LONDON)
    if when == DAY_BEFORE:
        return datetime.combine(now.astimezone(LONDON).date() - timedelta(days=1), time(22, 40), LONDON)
    return now


def as_referred(issued: Issued) -> Issued:
    """Give a patient as they are referred: by a family name whose last letter is another one, where that was drawn."""
    if issued.drawn.get(THING, {}).get("spelled") != OTHERWISE:
        return issued
    known = issued.person.family
    # A longer name would hold the other one, which would be found in it.
    sent = f"{known[:-1]}{'e' if known.endswith('y') else 'y'}"
    return replace(issued, report=replace(issued.report, person=replace(issued.person, family=sent)))


def _after_midnight(now: datetime) -> datetime:
    """Give half past midnight of the last day on which it was still the day before in UTC."""
    day = now.astimezone(LONDON).date()
    while True:
        began = datetime.combine(day, time(0, 30), LONDON)
        if began < now and began.astimezone(UTC).date() != day:
            return began
        day -= timedelta(days=1)


def _products(stage: Stage, issued: Issued, which: str) -> list[dict[str, Any]]:
    """Give what the patient is recommended; a second product only where the candidate declares one."""
    tablets = issued.words.tablets + (0.5 if which == "half of one" else 0)
    first = {"code": stage.own_code("recommended-product"), "quantity": tablets}
    second = (
        [{"code": stage.own_code(SECOND), "quantity": 1}] if SECOND in stage.declaration.medicines else []
    )
    return {"none": [], "two": [first, *second]}.get(which, [first])
