"""The dm+d coding of a medicine is found among others."""

import pytest

from cpcs_harness._content.conformance.dmd.test_codes import SYSTEMS, Coded, of_dmd

OWN = Coded(None, "https://dmd.nhs.uk", "1", "Salbutamol")
LOCAL = Coded(None, "https://supplier.example", "X", "salb")


@pytest.mark.parametrize(
    ("codings", "found"),
    [([OWN], OWN), ([LOCAL, OWN], OWN), ([OWN, LOCAL], OWN), ([LOCAL], LOCAL), ([], Coded(None, "", "", ""))],
)
def test_the_coding_of_dmd_counts_wherever_it_stands(codings, found):
    assert of_dmd(None, codings, SYSTEMS["mys"]) == found
