"""A consultation as a pharmacist records it: its fields, and what each can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cpcs_harness.people.words import METHODS

NOW, AFTER_MIDNIGHT, EARLIER_MONTH = "now", "after midnight in summer", "an earlier month"
MIDNIGHT, LAST_HOUR = "midnight", "the last hour of a month"

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "method": METHODS,
        "began": (NOW, AFTER_MIDNIGHT, EARLIER_MONTH, MIDNIGHT, LAST_HOUR),
        "products": ("none", "one", "two", "half of one"),
        "actions": (True, False),
        "urgent": (False, True),
    }
)
