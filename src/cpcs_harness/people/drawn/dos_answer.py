"""What the Directory of Services says of one pharmacy, and what is asked of it: in which ways answers may differ."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NOW, DAY, NIGHT, HOLIDAY, SUMMER = (
    "now",
    "a day to come",
    "a night to come",
    "a bank holiday",
    "a summer's evening",
)

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "hours": (
            "one session",
            "two sessions",
            "past midnight",
            "to midnight",
            "shut on a day",
            "all hours",
            "all hours and others",
        ),
        "dates": ("none", "shut", "two sessions", "month or day", "past"),
        "bank_holiday": ("shut", "hours"),
        "telephone": ("number", "more behind it", "none"),
        "public_name": ("given", "empty", "absent"),
        "letters": ("plain", "others"),
        "address": ("three lines", "empty parts", "one line"),
        "ods": ("own", "suffix", "blanks"),
        "capacity": ("green", "amber", "unset", "red"),
        "distance": ("within", "corner"),
        "written": ("texts", "numbers"),
        "members": ("known", "unknown"),
        "shared": (False, True),
        "place": ("first", "last", "alone"),
        "moment": (NOW, DAY, NIGHT, HOLIDAY, SUMMER),
    }
)
