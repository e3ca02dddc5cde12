"""One patient whose record at PDS is in some state: what the Spine held, and what was shown of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView
from cpcs_harness.judging.screen import digits

from ._cases import issued_to, kinds, steps

LOOKS = ("find_patient", "choose_patient", "open_referral")
"""What shows the patient's record: the search, the record chosen, and the referral that adopted it."""


def labelled(evidence: EvidenceView, *labels: str) -> Iterator[tuple[JourneyView, str]]:
    """Give each journey with the labels that it has patients for; a criterion may need several journeys."""
    found = [(journey, label) for journey in evidence.each() for label in labels if label in journey.also]
    if not found:
        raise NotShown(f"nobody was issued as {', '.join(labels)}")
    yield from found


def held(journey: JourneyView, label: str) -> Mapping[str, Any]:
    """Give what the Spine held of a patient last, or of a plain one what everybody's record has."""
    if label in journey.held:
        return journey.held[label]
    raise NotShown(f"journey {journey.id}: the Spine was given no record of {label}", blame="harness")


def done(journey: JourneyView, label: str, action: str, after: int = 0) -> list[ObservationView]:
    """Give every time that something was done about a patient after an event; never is NotShown, with the reason."""
    taken = [seen for seen in steps(journey, label, action) if seen.seq > after]
    found = [seen for seen in taken if seen.status == "done"]
    if not found:
        last = f"ended {taken[-1].status}: {taken[-1].told}" if taken else "was not done"
        raise NotShown(f"journey {journey.id}: {action} for patient {label} {last}")
    return found


def looks_at(journey: JourneyView, label: str, after: int = 0) -> list[ObservationView]:
    """Give all that showed the patient's record from the first search after an event on; no search is NotShown."""
    first = done(journey, label, "find_patient", after)[0]
    document = issued_to(journey, label)["report"]["document_id"]
    found = [
        seen
        for seen in journey.seen
        if seen.about == document and seen.action in LOOKS and seen.status == "done" and seen.seq >= first.seq
    ]
    journey.looked_at.extend(seen.id for seen in found)
    return found


def patient_in(seen: ObservationView) -> Mapping[str, Any]:
    """Give the patient as PDS has them that was shown: the first match, the one chosen, or the one adopted."""
    if seen.action == "find_patient":
        return next((one for one in seen.shown.get("matches") or [] if one), {})
    name = "patient" if seen.action == "choose_patient" else "adopted_patient"
    return seen.shown.get(name) or {}


def number_in(seen: ObservationView) -> str:
    """Give the NHS number that was shown, without the spaces that people read it by."""
    return digits(patient_in(seen).get("nhs_number"))


def told_of(seen: ObservationView) -> set[str]:
    """Give the kinds of all notices that stood beside the patient."""
    return kinds(seen.shown.get("notices")) | kinds(patient_in(seen).get("notices"))


def changed_after(journey: JourneyView, label: str) -> int:
    """Give the event after which a patient's record had changed: the first time that the referral was opened."""
    return done(journey, label, "open_referral")[0].seq
