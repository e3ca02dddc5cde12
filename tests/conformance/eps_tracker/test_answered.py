"""A line of a prescription is held against the tracker's item of that name; lawful writings pass."""

import pytest

from cpcs_harness._content.conformance.eps_tracker.test_answered import is_of, told

HELD = {
    "description": "Amlodipine 5mg tablets",
    "quantity": "28",
    "uom": "tablet",
    "dosage": "One each morning",
}


@pytest.mark.parametrize(
    "line",
    [
        {"description": "Amlodipine 5mg tablets", "quantity": "28 tablet", "dosage": "One each morning"},
        {"description": "AMLODIPINE 5mg Tablets", "quantity": "28 x tablet", "dosage": "ONE EACH MORNING."},
        {"description": "Amlodipine 5mg tablets", "quantity": "28.0"},
        {"description": "Amlodipine 5mg tablets", "quantity": None, "dosage": ""},
        "Amlodipine 5mg tablets",
    ],
)
def test_an_item_passes_in_any_usual_writing(line):
    assert is_of(line, HELD)


@pytest.mark.parametrize(
    "change",
    [{"quantity": "14 tablet"}, {"dosage": "Two each morning"}, {"description": "Amlodipine 10mg tablets"}],
)
def test_another_quantity_direction_or_name_does_not(change):
    line = {"description": "Amlodipine 5mg tablets", "quantity": "28", "dosage": "One each morning"}
    assert not is_of(line | change, HELD)


def test_a_pharmacy_is_told_by_code_name_and_number_and_nothing_by_the_trackers_words():
    assert list(told({"ods": "FX521", "name": "Lantern Dispensary", "phone": "+44 1632 960772"})) == [
        "fx521",
        "lanterndispensary",
        "01632960772",
    ]
    assert list(told({"ods": "Not Found", "name": None, "phone": ""})) == []
