"""Patients by what is expected of their supply, from fixtures/supplies.yaml, and what the pharmacist was told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, NotShown, ObservationView, through
from cpcs_harness.people.fixtures import fixture

from .._shared.supplied import taken_of
from ._recorded import Patient, expect_decided, patients

SCHEDULE = "schedule"
BESIDE_IT = ("eps-item-live", "second-request", "owing", "minor")
"""Kinds of notices that say nothing of whether a medicine may be supplied."""
Row = Mapping[str, Any]


def cases(evidence: EvidenceView, rule: str) -> Iterator[tuple[Patient, Row, ObservationView]]:
    """Give the patients about whom a rule has something to say, with the last try to supply them.

    Nobody is NotShown, and so, once the others were gone through, is whose every try failed or got no answer.
    """
    rows = {label: row for part in fixture("supplies").values() for label, row in part.items()}
    of_rule = [
        patient
        for patient in patients(evidence)
        if rows.get(patient.label, {}).get("rule") == rule and patient.could_be_tried
    ]
    if not of_rule:
        raise NotShown("nobody was to be supplied so: [medicines] of candidate.toml has no code for it")
    for patient, apart in through(of_rule):
        with apart:
            expect_decided(patient)
            if patient.decided:
                yield patient, rows[patient.label], patient.decided[-1]


def notices(seen: ObservationView) -> Iterator[Row]:
    """Give what a supply's answer tells the pharmacist."""
    listed = seen.shown.get("notices")
    for notice in listed if isinstance(listed, list) else ():
        if isinstance(notice, dict):
            yield notice


def kinds(seen: ObservationView) -> set[str]:
    """Give the kinds of what a supply's answer tells."""
    return {str(notice.get("kind")) for notice in notices(seen)}


def is_recorded(seen: ObservationView, role_items: int) -> bool:
    """Say whether every item that was asked for was recorded."""
    return seen.status == "done" and len(taken_of(seen)) == role_items


def is_refused(seen: ObservationView) -> bool:
    """Say whether a supply, or an item of it, was refused."""
    return seen.status != "done" or bool(seen.shown.get("refused"))


def is_told_against(seen: ObservationView) -> bool:
    """Say whether something was refused, or told that may be a word against it."""
    return is_refused(seen) or bool(kinds(seen) - set(BESIDE_IT))


def is_told_of_too_much(seen: ObservationView) -> bool:
    """Say whether it was refused, or told that it is too much: that it is a controlled drug does not say so."""
    controlled = [str(notice.get("text")) for notice in notices(seen) if notice.get("kind") == SCHEDULE]
    limited = any(re.search(r"\b(?:5|five)[ -]days?\b", text.casefold()) for text in controlled)
    return is_refused(seen) or limited or bool(kinds(seen) - {*BESIDE_IT, SCHEDULE})
