"""What counts as a place that was shown of a patient, and as an audit entry that says enough."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance._shared.lookups import located
from cpcs_harness._content.conformance.pds.test_audit import _has

NOWHERE = {"address": {"lines": [], "postcode": ""}, "telephone": "", "practice": {"ods": "", "name": ""}}


def adopted(**patient):
    return SimpleNamespace(action="open_referral", shown={"adopted_patient": patient or None})


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"address": {"lines": ["", "7 Sedge Lane"], "postcode": None}}, ["address"]),
        ({"address": {"lines": None, "postcode": "LS2 9AA"}}, ["postcode"]),
        ({"telephone": "01632 960444"}, ["telephone"]),
        ({"practice": {"ods": None, "name": "Sedge Surgery"}}, ["practice"]),
    ],
    ids=["a line", "a postcode", "a telephone", "a practice by name"],
)
def test_each_field_that_says_where_a_patient_is_is_named(changes, found):
    assert located(adopted(**(NOWHERE | changes))) == found


@pytest.mark.parametrize(
    "patient",
    [NOWHERE, {"address": None, "practice": None}, {"address": {"lines": [""]}}, {}],
    ids=["all empty", "nothing", "an empty line", "nobody adopted"],
)
def test_what_says_nothing_is_no_place(patient):
    assert located(adopted(**patient)) == []


@pytest.mark.parametrize(
    ("said", "name", "due", "enough"),
    [
        ("999 000 0018", "nhs_number", "9990000018", True),
        ("9990000026", "nhs_number", "9990000018", False),
        ("Jo Alder", "user", "", True),
        (None, "user", "", False),
        ("FA102", "ods", "FA101", False),
    ],
)
def test_an_audit_entry_says_enough_or_not(said, name, due, enough):
    assert _has({name: said}, name, due) is enough
