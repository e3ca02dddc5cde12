"""One patient whose record at PDS is in some state: what the Spine held, and what was shown of it."""

from __future__ import annotations

from collections.abc import Iterator

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView

from .._shared.lookups import (
    attempts,
    done,
    held,
    located,
    looks_at,
    number_in,
    patient_in,
    shows_nobody,
    told_of,
)
from ._answers import answered

__all__ = [
    "DRAWN",
    "attempts",
    "changed_after",
    "done",
    "held",
    "issued_as",
    "labelled",
    "leaves_out",
    "located",
    "looks_at",
    "number_in",
    "patient_in",
    "shows_nobody",
    "told_of",
]


DRAWN = (
    *("died-formally", "died-informally", "died-in-a-month", "death-withdrawn", "birth-year", "birth-month"),
    *("maiden-name", "name-before", "moved", "elsewhere", "old-telephone", "textphone", "unknown-extension"),
    *("gender-other", "gender-unknown"),
)
"""Patients of whose record one part is what their label says, and the rest is drawn."""


def issued_as(evidence: EvidenceView, *labels: str) -> list[tuple[JourneyView, str]]:
    """Give each journey with the labels that it has patients for; a criterion may need several journeys."""
    found = [(journey, label) for journey in evidence.each() for label in labels if label in journey.also]
    if not found:
        raise NotShown(f"nobody was issued as {', '.join(labels)}")
    return found


def labelled(evidence: EvidenceView, *labels: str) -> Iterator[tuple[JourneyView, str]]:
    """Give each journey with those of some labels of whose patients PDS said something; NotShown for the others."""
    yield from answered(evidence, issued_as(evidence, *labels))


def leaves_out(seen: ObservationView, field: str) -> bool:
    """Say whether a look-up, before anything is adopted, shows nothing of a field: it need not show all of a record."""
    return seen.action == "find_patient" and field not in located(seen)


def changed_after(journey: JourneyView, label: str) -> int:
    """Give the event after which a patient's record had changed: the first time that the referral was opened."""
    return done(journey, label, "open_referral")[0].seq
