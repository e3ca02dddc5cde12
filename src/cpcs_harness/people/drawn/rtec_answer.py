"""What RTEC answers about one prescription, and how it is asked for: in which ways answers may differ."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TYPES = ("9005", "9006", "9999")
NOT_FOUND, NO_TYPE, NO_ANSWER = "not found", "no type", "no answer"
ELSEWHERE = "404 of another"
"""Of something before RTEC that does not know the address."""
ONCE = "503 once"

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "answer": (*TYPES, NOT_FOUND, "400", "500", "501", "503", NO_ANSWER, NO_TYPE, ELSEWHERE),
        "before": ("nothing", ONCE),
        "looked": ("twice", "once"),
        "identifier": ("usual", "plus"),
    }
)
