"""What is shown of a consultation or a supply is held against what was entered, both ways; what is left out is free."""

import pytest

from cpcs_harness._content.conformance.supply.test_shown import expect_as_entered, expect_recorded
from cpcs_harness.errors import NotMet
from made_up import observed

GIVEN = {
    "method": "telephone", "started": "2026-11-25T10:00:00.123Z", "presenting_complaint": "Cough, 3 days",
    "assessment": "Chest clear", "advice": "Rest", "actions_for_gp": "", "outcome": "advice-given",
    "products": [{"code": "HONEY", "quantity": 1}, {"code": "PARA", "quantity": 32}],
}  # fmt: skip
KEPT = {**GIVEN, "started": "2026-11-25T10:00:00+00:00", "products": [{"quantity": 32}, {"quantity": 1.0}]}
SEEN = observed(20, "record_consultation", {})
ITEM = {"code": "39113", "quantity": 28, "days_supply": 28, "dosage": "One each morning"}
OTHER = {"code": "31859", "quantity": 14, "days_supply": 28, "dosage": "Half a tablet"}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"started": "2026-11-25T11:00:00+01:00"},
        {"advice": "Rest\n", "actions_for_gp": None},
        {"assessment": "", "products": None, "method": None},
    ],
)
def test_a_consultation_as_it_was_entered_passes(change):
    expect_as_entered(GIVEN, KEPT | change, SEEN)


@pytest.mark.parametrize(
    "change",
    [
        {"advice": "Another's advice"},
        {"actions_for_gp": "Ring the patient"},
        {"method": "face-to-face"},
        {"outcome": "medicine-supplied"},
        {"started": "2026-11-25T10:00:00+01:00"},
        {"products": []},
        {"products": [{"quantity": 32}, {"quantity": 1}, {"quantity": 1}]},
        {"products": [{"quantity": 32}, {"quantity": 2}]},
    ],
)
def test_one_that_is_otherwise_does_not(change):
    with pytest.raises(NotMet):
        expect_as_entered(GIVEN, KEPT | change, SEEN)


def supplies():
    return [
        observed(10, "supply_medicine", {"items": [ITEM]}),
        observed(12, "supply_medicine", {"item": OTHER}),
    ]


def test_items_pass_in_any_order():
    expect_recorded(supplies(), [OTHER | {"unit": "tablet"}, ITEM], SEEN)


@pytest.mark.parametrize(
    "listed",
    [
        [ITEM],
        [ITEM, OTHER, OTHER],
        [ITEM, OTHER | {"dosage": ITEM["dosage"]}],
        [ITEM, OTHER | {"quantity": 28}],
    ],
)
def test_an_item_that_lacks_or_is_otherwise_does_not(listed):
    with pytest.raises(NotMet):
        expect_recorded(supplies(), listed, SEEN)
