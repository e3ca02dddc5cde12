"""Supplies, read from what candidates were given to record for each patient and said that they had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cpcs_harness.evidence.events import Event, Observation
from cpcs_harness.judging.things.amounts import how_many, is_broken, rows_of
from cpcs_harness.judging.things.recorded import Cases, Recorded


def supplies(cases: Cases) -> Iterator[Recorded]:
    """Give what was supplied to each patient, in one step or several, with what came after it of them."""
    for steps in cases.by_patient("supply_medicine"):
        yield Recorded(_facts(steps), cases.after(steps[0]))


def _facts(steps: Sequence[Event[Observation]]) -> dict[str, Any]:
    given = [step.data.input for step in steps]
    items = [item for one in given for item in rows_of(one.get("items")) or [one]]
    return {
        "items": how_many(items),
        "quantity": "half" if any(map(is_broken, items)) else "whole",
        "owing": any(item.get("owing") for item in items),
        "collected": "somebody else" if any(one.get("collected_by") for one in given) else "patient",
    }
