"""A row of the worklist is held against its report; what lawful screens leave out or write otherwise passes."""

import pytest

from cpcs_harness._content.conformance._shared.screen import expect_row_of
from cpcs_harness._content.conformance.nhs111.test_rows import expect_state
from cpcs_harness.errors import NotMet
from cpcs_harness.judging.views import JourneyView
from made_up import observed

PERSON = {"given": "Zoë", "family": "O'Brien", "birth_date": "1980-02-03", "nhs_number": "9990000018"}
ROW = {"patient_name": "Ms Zoë O'BRIEN", "birth_date": "1980-02-03", "nhs_number": "999 000 0018"}
LOOK = observed(10, "worklist", {})


@pytest.mark.parametrize("change", [{}, {"nhs_number": ""}, {"patient_name": "O'BRIEN, Zoë (Ms)"}])
def test_the_patient_in_a_lawful_form_passes(change):
    expect_row_of(PERSON, ROW | change, LOOK)


@pytest.mark.parametrize(
    "change", [{"patient_name": "Sam O'Brien"}, {"birth_date": "1980-03-02"}, {"nhs_number": "9990000026"}]
)
def test_somebody_else_does_not(change):
    with pytest.raises(NotMet):
        expect_row_of(PERSON, ROW | change, LOOK)


@pytest.mark.parametrize(
    ("row", "completed", "right"),
    [
        ({"status": "new", "pathway": "minor-illness"}, 20, True),
        ({"status": "open", "pathway": "unknown"}, 20, True),
        ({}, 20, True),
        ({"status": "completed"}, 5, True),
        ({"status": "referred-onward"}, 5, True),
        ({"status": "completed"}, 20, False),
        ({"status": "open"}, 5, False),
        ({"status": "new", "pathway": "urgent-medicines"}, 20, False),
    ],
)
def test_a_status_is_true_at_its_time(row, completed, right):
    seen = [observed(completed, "complete", {"status": "completed"})]
    journey = JourneyView("j", "minor-illness", {}, {"reason": None}, [], seen)
    if right:
        expect_state(journey, row, LOOK)
    else:
        with pytest.raises(NotMet):
            expect_state(journey, row, LOOK)
