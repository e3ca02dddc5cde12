"""A line of a prescription is held against the tracker's item of that name; lawful writings pass."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.eps_tracker import test_answered as checks
from cpcs_harness._content.conformance.eps_tracker.test_answered import is_of, told
from cpcs_harness.errors import NotMet

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


def judge(monkeypatch, *shown_as):
    """Judge two items that were shown as these, one by JSON and one by FHIR: they were dispensed, and others owe."""
    looks = [
        (False, "Fully Dispensed", "Owing"),
        (True, "Item fully dispensed", "Item not dispensed - owing"),
    ]
    rows = [
        (
            SimpleNamespace(by_fhir=by_fhir, seen=SimpleNamespace(id="o1", where="here")),
            {"lineItems": {"a": HELD | {"itemStatus": own}, "b": {"description": "B", "itemStatus": other}}},
            {"id": "one", "items": [{"description": HELD["description"], "status": status}]},
        )
        for (by_fhir, own, other), status in zip(looks, shown_as, strict=True)
    ]
    monkeypatch.setattr(checks, "shown_of", lambda *_: rows)
    checks.test_items_are_shown_with_their_own_quantity_and_directions(None)


@pytest.mark.parametrize("words", ["Fully Dispensed", "Item fully dispensed", "handed out"])
def test_a_state_may_be_shown_in_the_words_of_either_interface_for_both(monkeypatch, words):
    judge(monkeypatch, words, words)


@pytest.mark.parametrize(
    "words", [("Owing", "handed out"), ("handed out", "Item not dispensed - owing")], ids=["JSON", "FHIR"]
)
def test_a_state_in_the_same_interfaces_words_for_another_fails(monkeypatch, words):
    with pytest.raises(NotMet):
        judge(monkeypatch, *words)


def test_a_pharmacy_is_told_by_code_name_and_number_and_nothing_by_the_trackers_words():
    assert list(told({"ods": "FX521", "name": "Lantern Dispensary", "phone": "+44 1632 960772"})) == [
        "fx521",
        "lanterndispensary",
        "01632960772",
    ]
    assert list(told({"ods": "Not Found", "name": None, "phone": ""})) == []
