"""The conditions of something that was recorded, read from what was recorded of it, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition, Conditions
from cpcs_harness.conditions.things import REPORT, value_in


def conditions_of(
    recorded: Mapping[str, Any], known: Conditions | None = None, thing: str = REPORT
) -> list[Condition]:
    """Give the conditions of a thing in plain data; none of a dimension that has no such value.

    A report that was recorded before a dimension was there is as plain as all were then.
    """
    found = []
    own = (known or conditions()).of_messages.get(thing)
    for dimension in own.dimensions.values() if own else ():
        if dimension.field.startswith("written.") and "written" not in recorded:
            continue
        value = value_in(dimension, thing, recorded)
        if value is not None:
            found.append(Condition(dimension.id, value.id))
    return found


def may_be_refused(report: Mapping[str, Any]) -> bool:
    """Say whether a report has something that no published schema permits, so that a system may refuse it."""
    known = conditions()
    return any(known.is_refusable(condition) for condition in conditions_of(report, known))
