"""How the Directory of Services says that a practice or provider is reached: in which ways it may differ."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FIELDS: Mapping[str, tuple[str | bool, ...]] = MappingProxyType(
    {
        "rows": ("in order", "the last first"),
        "numbers": ("of each use", "of all uses"),
        "before": ("nothing", "system", "telephone", "public e-mail"),
        "further": ("none", "one", "two"),
        "comment": ("none", "instruction"),
    }
)
