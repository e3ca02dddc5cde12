"""What the plan, a run's first event, says of journeys: those that were planned, and those that were not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class KnownJourney:
    """A journey of the suite that made the plan: what judging needs of it, without the code that carries it out."""

    id: str
    pathway: str
    title: str


def known_journeys(plan: Mapping[str, Any]) -> dict[str, KnownJourney]:
    """Give all journeys of which a plan has the title, by id; none for a plan made before titles were written."""
    entries = [*plan.get("journeys", ()), *plan.get("not_planned", ())]
    return {
        entry["id"]: KnownJourney(entry["id"], entry["pathway"], entry["title"])
        for entry in entries
        if "title" in entry
    }
