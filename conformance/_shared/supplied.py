"""What was given to be recorded as supplied, and was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging.views import ObservationView

Plain = Mapping[str, Any]


def taken_of(seen: ObservationView) -> list[Plain]:
    """Give the items that an action was given, but for those of which the candidate says that it refused them."""
    refused = {str(row.get("code")) for row in seen.shown.get("refused") or () if isinstance(row, dict)}
    given = seen.given.get("items") or [seen.given]
    return [item for item in given if item["code"] not in refused]
