"""The table of supplies names what there is, each patient once; of several roles the first is taken that has a code."""

import pytest

from cpcs_harness._content.conformance.journeys._steps import supplies
from cpcs_harness.people.fixtures import fixture

ROWS = [(part, label, row) for part, rows in supplies.table().items() for label, row in rows.items()]
ROLES = {medicine["role"] for medicine in fixture("medicines")}


def test_each_patient_has_a_label_of_their_own():
    labels = [label for _, label, _ in ROWS]

    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize(("label", "row"), [row[1:] for row in ROWS], ids=[label for _, label, _ in ROWS])
def test_a_row_names_roles_that_there_are_and_expects_what_a_rule_asks(label, row):
    for item in (*row["items"], *row.get("supplied", ())):
        named = item["role"] if isinstance(item["role"], list) else [item["role"]]
        assert set(named) <= ROLES, label
        assert item["quantity"] > 0 and item["dosage"], label
    assert ("expects" in row) == ("rule" in row), label
    assert row.get("expects", "taken") in ("taken", "warned", "barred"), label


@pytest.mark.parametrize(
    ("declared", "role"),
    [
        (("urgent-medicine", "recommended-product"), "recommended-product"),
        (("tablets", "recommended-product"), "tablets"),
        ((), "recommended-product"),
    ],
)
def test_of_several_roles_the_first_with_a_code_is_taken(declared, role):
    assert supplies._role({"role": ["tablets", "recommended-product"]}, declared) == role
