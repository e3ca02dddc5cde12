"""What stands on a token is found in whatever layout, and whole."""

import pytest

from cpcs_harness._content.conformance.tokens._paper import Paper
from cpcs_harness.profiles import Profiles


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Paracetamol 500mg tablets x 28", {28.0}),
        ("28 x Paracetamol 500mg\ntablets", {28.0}),
        ("28\nParacetamol 500 mg tablets\n", {28.0}),
        ("Paracetamol 500mg tablets\nQty: 2,5", {2.5}),
        ("Paracetamol 500mg tablets", set()),
        ("Paracetamol 250mg tablets 28", set()),
        ("Paracetamol 500mg tablets\n\n\na\nb\nc\n28", set()),
        ("Paracetamol 500mg tablets x28 on 25/11/2026 10:30, 1-2-3", {28.0}),
    ],
)
def test_quantities_are_looked_for_beside_a_medicine(text, numbers):
    assert Paper(text).numbers_beside("Paracetamol 500mg tablets") == numbers


@pytest.mark.parametrize(
    ("text", "written", "said"),
    [
        ("DOB 13 Feb 1981", "3 Feb 1981", False),
        ("DOB3 Feb 1981", "3 Feb 1981", True),
        ("11 High Street", "1 High Street", False),
        ("1, HIGH\nSTREET,", "1 High Street", True),
        ("Hannah", "Ann", False),
        ("Ann-Marie", "Ann", True),
        ("Zoe\u0308 Smith", "Zoë", True),
        ("NHS999 000 0018", "9990000018", True),
        ("9990000018123", "9990000018", False),
    ],
)
def test_what_is_said_is_said_whole(text, written, said):
    assert Paper(text).says(written) == said


def test_marks_of_several_kinds_tick_a_box():
    profile = Profiles()["token"]

    assert Paper("[x] A is\n☒ E\n(X)  charge paid\n[ ] B\n[X] Another\n[X] K.").ticked(profile) == {
        "A", "E", "Charge paid", "K",
    }  # fmt: skip
