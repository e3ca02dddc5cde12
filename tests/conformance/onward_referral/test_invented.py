"""A message that refers somebody onward agrees with itself, whatever its form; strange parts break nothing."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.onward_referral import test_invented as checks
from cpcs_harness.errors import NotMet

PERSON = {"nhs_number": "9991410546", "family": "Lee", "given": "Ann", "birth_date": "1990-01-02"}
FOUND = SimpleNamespace(issued={"person": PERSON | {"gender": "female", "postcode": "LS1 4AB"}})
CALL = SimpleNamespace(id="e7", where="journey first, exchange e7: POST /", direction="from-candidate")
PATIENT = {
    "identifier": [{"system": checks.NHS_NUMBER, "value": "9991410546"}],
    "name": [{"use": "maiden", "family": "Marsh"}, {"family": "LEE", "given": ["Ann"]}],
    "birthDate": "1990-01-02",
    "address": [{"use": "temp", "postalCode": "HX3 6LU"}, {"use": "home", "postalCode": "LS14AB"}],
}


@pytest.mark.parametrize(
    "patient",
    [
        PATIENT,
        {},
        PATIENT | {"name": {"family": "Lee"}},
        {"name": True},
        {"address": ["x"]},
        {"identifier": "x"},
    ],
)
def test_what_is_right_or_not_said_is_no_fault(patient):
    checks.expect_patient(FOUND, patient, CALL)


@pytest.mark.parametrize(
    "change",
    [
        {"birthDate": "1990-01-03"},
        {"gender": "male"},
        {"name": [{"family": "Marsh"}]},
        {"name": [{"use": "official", "family": "Lee", "given": ["Jo"]}]},
        {"identifier": [{"system": checks.NHS_NUMBER, "value": "9991410554"}]},
        {"address": [{"postalCode": "HX3 6LU"}]},
    ],
)
def test_what_contradicts_the_patient_is_one(change):
    with pytest.raises(NotMet):
        checks.expect_patient(FOUND, PATIENT | change, CALL)
