"""A supply of medicines as a pharmacist records it: its fields, and what each can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "items": ("one", "two", "three"),
        "quantity": ("whole", "half"),
        "owing": (False, True),
        "collected": ("patient", "somebody else"),
    }
)
