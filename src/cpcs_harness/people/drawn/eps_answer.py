"""What the prescription tracker says of one prescription: in which ways answers may differ."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STATUSES = (
    *("0001", "0000", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009"),
    *("9000", "9001", "9005"),
)

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "status": STATUSES,
        "items": ("one", "two", "three"),
        "treatment": ("acute", "repeat", "first issue", "later issue"),
        "dispenser": ("none", "named", "no telephone"),
        "nominated": ("none", "named"),
        "pending": (False, True),
        "issued": ("lately", "long ago"),
        "identifier": ("usual", "plus", "release 1"),
        "letters": ("plain", "others"),
        "quantity": ("whole", "half"),
        "dosage": ("given", "none"),
    }
)
