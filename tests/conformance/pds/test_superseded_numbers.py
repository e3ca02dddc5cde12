"""A list of patients holds nobody twice, in whichever writing their number stands."""

import pytest

from cpcs_harness._content.conformance.pds.test_superseded_numbers import expect_no_number_twice
from cpcs_harness.errors import NotMet
from pds_evidence import evidence, seen

FIRST, OTHER = "9990001111", "9990002222"


def listed(*numbers):
    return evidence((), [seen(1, matches=[{"nhs_number": number} for number in numbers])]).journeys[0]


def test_everybody_once_is_right():
    expect_no_number_twice(listed(FIRST, OTHER, None, ""))


@pytest.mark.parametrize("again", [FIRST, "999 000 1111", "999-000-1111"])
def test_one_number_twice_is_not(again):
    with pytest.raises(NotMet, match=FIRST):
        expect_no_number_twice(listed(FIRST, OTHER, again))
