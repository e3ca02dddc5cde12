"""What the Summary Care Record API says of a patient, and by which permission it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GIVEN, EMERGENCY = "given", "emergency"

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "answer": ("record", "replaced", "none", "withheld", "opted out", "unavailable"),
        "permission": (GIVEN, EMERGENCY),
    }
)
