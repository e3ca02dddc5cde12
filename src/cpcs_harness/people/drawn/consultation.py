"""A consultation as a pharmacist records it: its fields, and what each can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cpcs_harness.people.words import METHODS

NOW, AFTER_MIDNIGHT, EARLIER_MONTH = "now", "after midnight in summer", "an earlier month"
MIDNIGHT, LAST_HOUR = "midnight", "the last hour of a month"
DAY_BEFORE = "late on the day before"
AS_KNOWN, OTHERWISE = "as PDS has it", "otherwise"

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "method": METHODS,
        "began": (NOW, AFTER_MIDNIGHT, EARLIER_MONTH, MIDNIGHT, LAST_HOUR, DAY_BEFORE),
        "products": ("none", "one", "two", "half of one"),
        "actions": (True, False),
        "urgent": (False, True),
        "spelled": (AS_KNOWN, OTHERWISE),
    }
)
