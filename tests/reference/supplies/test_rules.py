"""What regulation 225 lets be supplied, and what is said of what is more than that."""

import pytest

from reference.pharmacy.medicines import Medicines
from reference.supplies.rules import SupplyRules

RULES, KNOWN = SupplyRules(), Medicines()


def told(own_code, quantity, days):
    medicine = KNOWN.chosen(own_code)
    item = KNOWN.item(medicine, quantity, days)
    return RULES.why_not(medicine, item), {notice["kind"] for notice in RULES.notices(medicine, item)}


@pytest.mark.parametrize(
    ("own_code", "quantity", "days", "kinds"),
    [
        ("AMLO5", 30, 30, set()),
        ("AMLO5", 31, 31, {"days"}),
        ("AMLO5", 28, None, set()),
        ("BECL100", 1, 60, set()),
        ("BECL100", 2, 60, {"quantity"}),
        ("BETA01", 30, 40, set()),
        ("INSU100", 5, 50, set()),
        ("INSU100", 10, 50, {"quantity"}),
        ("LEVO30", 21, 28, set()),
        ("LEVO30", 63, 84, {"quantity"}),
        ("AMOX250", 100, 7, set()),
        ("AMOX250", 200, 14, {"quantity"}),
        ("DIAZ2", 5, 5, {"schedule"}),
        ("DIAZ2", 6, 6, {"schedule", "days"}),
        ("CODE30", 24, 6, {"schedule", "days"}),
        ("PHEN30", 5, 5, {"schedule"}),
        ("PHEN30", 6, 6, {"schedule", "days"}),
        ("PARA500", 100, 90, set()),
    ],
)
def test_what_there_is_too_much_of_is_told_and_not_refused(own_code, quantity, days, kinds):
    assert told(own_code, quantity, days) == ("", kinds)


@pytest.mark.parametrize(("own_code", "schedule"), [("MORP10", "2"), ("TEMA10", "3")])
def test_a_controlled_drug_of_schedules_two_and_three_is_refused(own_code, schedule):
    why, _ = told(own_code, 5, 5)

    assert f"schedule {schedule}" in why
