"""How a claim is made, and what MYS does to it: its fields, and what each can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TAKEN, ANSWER_LOST, UNAVAILABLE, TOO_MANY = "taken", "answer lost", "unavailable", "too many at once"
STANDS, CORRECTED, WITHDRAWN = "stands", "corrected", "withdrawn"

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "met": (TAKEN, ANSWER_LOST, UNAVAILABLE, TOO_MANY),
        "pressed": ("twice", "once"),
        "becomes": (STANDS, CORRECTED, WITHDRAWN),
    }
)
