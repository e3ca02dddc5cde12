"""The patients of a journey, one by one: its own, and those that it was issued besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cpcs_harness.judging.views import JourneyView


def each_patient(journey: JourneyView) -> Iterator[JourneyView]:
    """Give a journey as it was for each further patient, or as it is where it has none."""
    yield from (of_patient(journey, label) for label in journey.also)
    if not journey.also:
        yield journey


def of_patient(journey: JourneyView, label: str) -> JourneyView:
    """Give a journey as if one of its further patients were its own: what was done for them alone, by its pharmacist.

    What passed is left as it is: whose it is, what it says has to tell.
    """
    issued = {**journey.also[label], "pharmacist": journey.issued["pharmacist"]}
    documents = {issued[part]["document_id"] for part in ("report", "gp_referral")}
    seen = [one for one in journey.seen if one.about in documents]
    return replace(journey, issued=issued, seen=seen, also={})
