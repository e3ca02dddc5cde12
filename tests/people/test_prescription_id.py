"""Identifiers of prescriptions, held against the sheet's vectors and against another library's arithmetic."""

import pytest
from stdnum.iso7064 import mod_37_2

from cpcs_harness.people.prescription_id import check_character, is_short, is_valid

VALID = [
    "9AD427-A83008-2E461K",
    "C0C757-A83008-C2D93O",
    "24F5DA-A83008-7EFE6Z",
    "0131A6-A83008-DDFE5P",
    "7B7EF0-A83008-3220F7",
    "CBEF44-000X26-41E1B+",
    "A3B4D9-Z42475-11E6B+",
    "4243A0-A99968-4E149+",
    "507FE8-A83008-4A859+",
    "5874A0-C81007-EB243K",
    "471BC8-P83027-34B75X",
    "2D35F7-ZA0448-11E88Z",
    "74A4DF-N82668-00005V",
    "48A894-C86002-00009E",
    "3AF2CB-C86002-0000BX",
    "9C18AE6F-510C-F7A3-E050-D20AE3A231C8C",
    "D2A080EE-475C-11E6-A68F-08002732570CN",
    "AB12CD-FA5650-000016",
    "AB12CD-FA5650-000024",
    "0F0F0F-Y90001-1A2B3Z",
    "123456-ABCDEF-00000E",
]
INVALID = [
    "000136-ZC2D5C-11E38K",
    "ABC5F7-ZA0448-77E88X",
    "9AD427-A83008-2E461X",
    "CBEF44-000X26-41E1B1",
    "BEF444-000X26-41E1B+",
    "335C70-A83008-84058B",
    "03F4C2-A99968-7F717P",
    "233397-A83008-7EFE6Q",
]


@pytest.mark.parametrize("identifier", VALID)
def test_what_ends_in_its_check_character_is_valid(identifier):
    assert is_valid(identifier)


@pytest.mark.parametrize("identifier", INVALID)
def test_samples_with_a_wrong_check_character_are_not(identifier):
    assert not is_valid(identifier)


@pytest.mark.parametrize(
    "identifier",
    ["", "9ad427-a83008-2e461k", "9AD427A830082E461K", "9AD427-A83008-2E461K ", "9AD427-A83008-2E461"],
)
def test_another_form_is_not(identifier):
    assert not is_valid(identifier)


@pytest.mark.parametrize("identifier", VALID)
def test_another_library_computes_the_same(identifier):
    alphabet = mod_37_2.calc_check_digit(
        identifier[:-1].replace("-", ""), alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+"
    )

    assert check_character(identifier[:-1]) == alphabet


def test_only_release_2_is_short():
    assert is_short("9AD427-A83008-2E461K")
    assert not is_short("9C18AE6F-510C-F7A3-E050-D20AE3A231C8C")
    assert not is_short("9AD427-A83008-2E461X")
