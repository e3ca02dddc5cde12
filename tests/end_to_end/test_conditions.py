"""A system that is wrong under one condition: the report names that condition, of all that a hundred reports have."""

import json

import pytest

from cpcs_harness.assessment import Assessment

pytestmark = pytest.mark.long

WRONG_UNDER = {
    "calls_patients_by_their_first_name": ("N111-61", "use of names: a nickname before it"),
    "adopts_the_first_of_two_numbers": ("N111-36", "NHS number: two verified"),
}


@pytest.mark.parametrize("fault", WRONG_UNDER)
def test_the_condition_under_which_a_system_is_wrong_is_named(fault, cpcs, tmp_path):
    arguments = "--fault", fault, "--only", "nhs111-lawful-variants-mi", "--gate", "none"
    done = cpcs("assess", *arguments, cwd=tmp_path)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    criterion, condition = WRONG_UNDER[fault]
    written = (tmp_path / "out" / "assessment.json").read_text(encoding="utf-8")
    checks = Assessment.from_json(json.loads(written)).checks()

    found = [
        check.finding.under for _, held, check in checks if held.id == criterion and check.finding is not None
    ]

    assert [under.values for under in found] == [(condition,)]
    assert 0 < found[0].failing < found[0].cases
    assert condition in " ".join(done.stdout.split())
