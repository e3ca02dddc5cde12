"""A line of a prescription is held against the tracker's item of that name; lawful writings pass."""

import pytest

from cpcs_harness._content.conformance.eps_tracker.test_answered import is_of, told

HELD = {
    "description": "Amlodipine 5mg tablets",
    "quantity": "28",
    "uom": "tablet",
    "dosage": "One each morning",
    "itemStatus": "Item to be dispensed",
}
WORDS = {"uom": {"tablet", "dose"}, "itemStatus": {"itemtobedispensed", "owing"}}


@pytest.mark.parametrize(
    "line",
    [
        {"description": "Amlodipine 5mg tablets", "quantity": "28 tablet", "dosage": "One each morning"},
        {"description": "AMLODIPINE 5mg Tablets", "quantity": "28 x tablet", "dosage": "ONE EACH MORNING."},
        {"description": "Amlodipine 5mg tablets", "quantity": "28.0"},
        {"description": "Amlodipine 5mg tablets", "quantity": None, "dosage": ""},
        {"description": "Amlodipine 5mg tablets", "quantity": "28 tablets", "status": "waits"},
        {"description": "Amlodipine 5mg tablets", "status": "Item to be dispensed"},
        "Amlodipine 5mg tablets",
    ],
)
def test_an_item_passes_in_any_usual_writing(line):
    assert is_of(line, HELD, WORDS)


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": "14 tablet"},
        {"quantity": "28 dose"},
        {"dosage": "Two each morning"},
        {"description": "Amlodipine 10mg tablets"},
        {"status": "Owing"},
    ],
)
def test_another_quantity_unit_direction_name_or_status_does_not(change):
    line = {"description": "Amlodipine 5mg tablets", "quantity": "28", "dosage": "One each morning"}
    assert not is_of(line | change, HELD, WORDS)


def test_a_pharmacy_is_told_by_code_name_and_number_and_nothing_by_the_trackers_words():
    assert list(told({"ods": "FX521", "name": "Lantern Dispensary", "phone": "+44 1632 960772"})) == [
        "fx521",
        "lanterndispensary",
        "01632960772",
    ]
    assert list(told({"ods": "Not Found", "name": None, "phone": ""})) == []
