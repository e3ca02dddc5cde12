"""The conditions of a report that was sent, read from what was recorded of it, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition, Conditions
from cpcs_harness.conditions.written_as import value_in


def conditions_of(report: Mapping[str, Any], known: Conditions | None = None) -> list[Condition]:
    """Give the conditions of a report in plain data; none of a dimension that has no such value.

    A report that was recorded before a dimension was there is as plain as all were then.
    """
    found = []
    for dimension in (known or conditions()).dimensions.values():
        if dimension.field.startswith("written.") and "written" not in report:
            continue
        value = value_in(dimension, report)
        if value is not None:
            found.append(Condition(dimension.id, value.id))
    return found


def may_be_refused(report: Mapping[str, Any]) -> bool:
    """Say whether a report has something that no published schema permits, so that a system may refuse it."""
    known = conditions()
    return any(known.is_refusable(condition) for condition in conditions_of(report, known))
