"""A message that refers somebody onward agrees with itself, whatever its form; strange parts break nothing."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.onward_referral import test_invented as checks
from cpcs_harness.errors import NotMet

FOUND = SimpleNamespace(issued={"person": {"nhs_number": "9991410546"}})
CALL = SimpleNamespace(id="e7", where="journey first, exchange e7: POST /", direction="from-candidate")
PATIENT = {"identifier": [{"system": checks.NHS_NUMBER, "value": "9991410546"}]}


@pytest.mark.parametrize("patient", [PATIENT, {}, {"identifier": "x"}, {"identifier": [{"value": True}]}])
def test_what_is_right_or_not_said_is_no_fault(patient):
    checks.expect_patient(FOUND, patient, CALL)


def test_another_number_is_one():
    other = {"identifier": [{"system": checks.NHS_NUMBER, "value": "9991410554"}]}

    with pytest.raises(NotMet):
        checks.expect_patient(FOUND, other, CALL)
