"""Names the first of what may be many."""

from __future__ import annotations

from collections.abc import Sequence

_TOLD = 3


def several(names: Sequence[str]) -> str:
    """Give the first names, and how many more there are."""
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return f"{', '.join(names[:_TOLD])}{more}"
