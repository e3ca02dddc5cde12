"""What counts as an audit entry that says enough."""

import pytest

from cpcs_harness._content.conformance.pds.test_audit import _has


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
