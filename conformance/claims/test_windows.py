"""A claim that is late is told as late, and one that comes too late is not shown as taken.

Source: interface sheet mesh-itk3-nhsmail-mys, section D2, check F6 89.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, NotShown, ObservationView, criterion, expect
from cpcs_harness.judging.in_words import Words
from cpcs_harness.times import moment_of

from .._shared.claim_windows import CLOSED, standing
from ._day import CLAIM, Patient, days


@criterion("BSA-19")
def test_a_late_claim_is_told_as_late_and_none_is_taken_too_late(evidence: EvidenceView):
    """In time until the fifth of the next month ends in London, late for three months, and then not any more."""
    looked = False
    for day in days(evidence):
        for patient in day.patients:
            for due, row, seen in answers(patient):
                looked = True
                state = str(row.get("status")) if seen.status == "done" else seen.status
                if due == CLOSED:
                    expect(state != "accepted", f"{patient.name}'s claim not shown as taken", state, seen)
                elif state == "accepted":
                    told = Words("late") if is_told(row) else Words("in time")
                    expect(told == due, f"{patient.name}'s claim told as {due}", told, seen)
    if not looked:
        raise NotShown("nobody who was seen was claimed for")


def answers(patient: Patient) -> Iterator[tuple[str, Mapping[str, Any], ObservationView]]:
    """Give how each claim stands by the time it was asked for, with what was shown of it."""
    said = patient.done("record_consultation")
    if not said or not patient.was_seen:
        return
    for seen in patient.tried(CLAIM):
        due = standing(moment_of(str(said[-1].given["started"])), moment_of(seen.clock or seen.at))
        row = next((row for row in seen.shown.get("claims") or () if isinstance(row, dict)), {})
        yield due, row, seen


def is_told(row: Mapping[str, Any]) -> bool:
    """Say whether a person is told that a claim is late."""
    return row.get("late") is True or re.search(r"\blate\b", str(row.get("message")).casefold()) is not None
