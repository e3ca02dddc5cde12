"""A consultation as a pharmacist records it: its fields, and what each can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cpcs_harness.people.words import METHODS

NOW, AFTER_MIDNIGHT, EARLIER_MONTH = "now", "after midnight in summer", "an earlier month"

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "method": METHODS,
        "began": (NOW, AFTER_MIDNIGHT, EARLIER_MONTH),
        "products": ("none", "one", "two", "half of one"),
        "actions": (True, False),
        "urgent": (False, True),
    }
)
