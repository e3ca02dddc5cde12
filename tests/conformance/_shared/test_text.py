"""Names, postcodes and addresses are the same however they are written."""

import pytest

from cpcs_harness._content.conformance._shared.screen import expect_address, expect_line, expect_postcode
from cpcs_harness._content.conformance._shared.text import plain_name
from cpcs_harness.errors import NotMet
from made_up import observed

SEEN = observed(1, "open_referral", {})
LINES = ["1 Old Mill Lane", "Otley"]


@pytest.mark.parametrize(
    "written", ["O'NEILL DE LA TÖRRE", " O'Neill  de la To\u0308rre ", "o'neill de la törre"]
)
def test_a_name_is_the_same_in_whatever_case_and_form(written):
    assert plain_name(written) == plain_name("O'Neill de la Törre")


@pytest.mark.parametrize(
    ("small", "capital"),
    [
        ("ƛ", "\ua7dc"),
        ("ɤ", "\ua7cb"),
        ("\u0131", "I"),
        ("straße", "STRASSE"),
        ("ǰ", "J\u030c"),
        ("ŉ", "\u02bcN"),
    ],
    ids=ascii,
)
def test_a_name_may_stand_in_capitals_that_one_letter_alone_has(small, capital):
    assert plain_name(small) == plain_name(capital)


@pytest.mark.parametrize("other", ["O'Neill de la Torre", "ONeill de la Törre", "O'Neill", None, ""])
def test_another_name_is_another(other):
    assert plain_name(other) != plain_name("O'Neill de la Törre")


@pytest.mark.parametrize("written", ["LS1 4AB", "LS14AB", "ls1 4ab", "LS1  4AB"])
def test_a_postcode_may_stand_without_its_blank(written):
    expect_postcode("LS1 4AB", written, SEEN)


@pytest.mark.parametrize("other", ["LS14 4B", "LS1", "", None])
def test_another_postcode_is_another(other):
    with pytest.raises(NotMet):
        expect_postcode("LS1 4AB", other, SEEN)


@pytest.mark.parametrize(
    "written", [LINES, ["1 Old Mill Lane, Otley"], "1 OLD MILL LANE, OTLEY", [*LINES, ""]]
)
def test_the_lines_of_an_address_may_end_elsewhere(written):
    expect_address(LINES, written, SEEN)
    expect_line(LINES[0], written, SEEN)


@pytest.mark.parametrize("other", [["Otley"], [], None, ["2 Old Mill Lane", "Otley"]])
def test_another_address_is_another(other):
    for judge in (lambda: expect_address(LINES, other, SEEN), lambda: expect_line(LINES[0], other, SEEN)):
        with pytest.raises(NotMet):
            judge()
