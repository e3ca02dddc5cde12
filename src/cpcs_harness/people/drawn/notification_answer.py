"""What comes back for a notification: in which ways practices and MESH may answer, and what each can be drawn to be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

KNOWN, DECEASED, NOT_KNOWN, MOVED = (
    "accepted",
    "accepted, and died",
    "patient not known",
    "patient moved away",
)
TAKEN_ALONE, KNOWN_ALONE, NOTHING = "taken, and no more", "patient known, and no more", "nothing"
COPY, LEGACY = "a copy", "of the old kind"
UNPROCESSED, NO_RECIPIENT, NOT_PERMITTED, INVALID = "processing", "not-found", "security", "invalid"
REPORTS = ("14", "EPL-150", "EPL-151", "EPL-152", "EPL-153", "EPL-154")
INFRASTRUCTURE_FIRST, BUSINESS_FIRST = "infrastructure first", "business first"
ONCE, TWICE = "once", "twice"
WHOLE, CHUNKS = "whole", "in chunks"
NONE_BESIDES, ANOTHER, COPY_AFTER, TAKEN_BACK = "none", "about another", "a copy after", "taken back"
AT_ONCE, LATE = "at once", "late"

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "answer": (
            *(KNOWN, DECEASED, NOT_KNOWN, MOVED, TAKEN_ALONE, KNOWN_ALONE, NOTHING, COPY, LEGACY),
            *(UNPROCESSED, NO_RECIPIENT, NOT_PERMITTED, INVALID, *REPORTS),
        ),
        "order": (INFRASTRUCTURE_FIRST, BUSINESS_FIRST),
        "times": (ONCE, TWICE),
        "form": (WHOLE, CHUNKS),
        "besides": (NONE_BESIDES, ANOTHER, COPY_AFTER, TAKEN_BACK),
        "when": (AT_ONCE, LATE),
    }
)
