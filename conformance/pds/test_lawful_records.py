"""Records that are sparse, unusual or from elsewhere, and lawful, are shown as PDS holds them.

Source: Personal Demographics Service FHIR API, Patient, cardinalities and extensions (interface sheet pds-smsp-auth,
section 3, checks C40, C46 and C49).
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    ObservationView,
    criterion,
    expect_equal,
    expect_none,
    through,
)

from .._shared.screen import digits, expect_address, expect_name
from ._records import DRAWN, done, held, labelled, leaves_out, looks_at, number_in, patient_in
from ._requests import outcome, steps
from ._valid import day_of, usual_name
from ._valid import home as valid_home
from ._valid import practice as valid_practice

LAWFUL = ("minimal", "null-lines", "welsh", *DRAWN)
BY_NUMBER_ALONE = ("twin", "no-number")
NO_GENDER = ("unknown", "")
"""What a record without a gender may be shown with."""


@criterion("PDS-21")
def test_a_lawful_record_is_shown_as_it_is_held(evidence: EvidenceView):
    """Minimal, with unknown extensions or empty lines, of another gender, of a Welsh practice, of a twin."""
    for (journey, label), apart in through(labelled(evidence, *LAWFUL, *BY_NUMBER_ALONE)):
        with apart:
            for seen in steps(journey, label):
                expect_equal(
                    "the outcome", "found", outcome(seen), seen, "Take what is there, and pass over the rest."
                )
            done(journey, label, "choose_patient")
            for seen in looks_at(journey, label):
                expect_equal("the NHS number", _number(journey, label), number_in(seen), seen)
                if label in LAWFUL:
                    _expect_held(held(journey, label), seen)


def _number(journey: JourneyView, label: str) -> str:
    return digits(journey.also[label]["person"]["nhs_number"])


def _expect_held(record: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless name, gender, address and practice are those of the record."""
    patient = patient_in(seen)
    address, practice = patient.get("address") or {}, patient.get("practice") or {}
    day = day_of(seen)
    name, home = usual_name(record, day), valid_home(record, day)
    expect_name("the family name", name["family"], patient.get("family") or "", seen)
    expect_name("the given name", " ".join(name["given"]), patient.get("given") or "", seen)
    gender = patient.get("gender") or ""
    due = record["gender"] or (gender if gender in NO_GENDER else "unknown")
    expect_equal("the gender", due, gender, seen, "Show what PDS has; make nobody male or female.")
    lines, shown = [line for line in home["lines"] if line], list(address.get("lines") or [])
    if shown or not leaves_out(seen, "address"):
        expect_address(lines, shown, seen, "Show every line.")
        expect_none("empty address line", [line for line in shown if not str(line or "").strip()], seen)
    if not leaves_out(seen, "practice"):
        expect_equal("the practice", valid_practice(record, day), practice.get("ods") or "", seen)
