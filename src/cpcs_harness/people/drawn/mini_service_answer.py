"""What a Spine Mini Service answers of a patient: in which ways it may differ from a plain answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PLAIN = "plain"

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "given": ("one", "two"),
        "addresses": (PLAIN, "temporary first"),
        "telecoms": (PLAIN, "e-mail first"),
        "registration": (PLAIN, "none"),
        "gender": (PLAIN, "other", "unknown"),
    }
)
