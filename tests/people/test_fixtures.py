"""The synthetic data that people are made up from: names that are nobody's words, codes that are codes."""

import re

import pytest

from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.people.fixtures import fixture, of_pathway
from cpcs_harness.people.series import further_families

FAMILIES = fixture("names")["families"]
JOINED = [
    f"{a}-{b}" for a in fixture("names")["joined"]["first"] for b in fixture("names")["joined"]["second"]
]
JOINED += further_families()


def test_no_family_name_is_short_or_within_another():
    names = [name.casefold() for name in FAMILIES + JOINED]
    joined = "\n".join(names)

    assert min(map(len, names)) >= 6
    assert [name for name in names if joined.count(name) != 1] == []


@pytest.mark.parametrize("name", ["places", "dispositions", "report_texts", "medicines", "pharmacies"])
def test_no_family_name_is_a_word_of_other_fixtures(name):
    text = re.sub(r"\s", "", (ROOT / "fixtures" / f"{name}.yaml").read_text(encoding="utf-8")).casefold()

    assert [family for family in FAMILIES if family.casefold() in text] == []


def test_there_are_names_of_every_kind():
    for wanted in ("'", "-"):
        assert any(wanted in name for name in [*FAMILIES, *JOINED])
    assert any(not name.isascii() for name in FAMILIES)


def test_medicines_have_codes_with_a_right_check_digit():
    medicines = {row["role"]: row for row in fixture("medicines")}

    real = {
        role: (row["code"], row["level"]) for role, row in medicines.items() if row["source"] != "made up"
    }
    assert real == {
        "urgent-medicine": ("222311000001102", "AMP"),
        "recommended-product": ("322236009", "VMP"),
    }
    assert all(_verhoeff(row["code"]) for row in medicines.values())
    assert _verhoeff(medicines["recommended-product"]["unit_code"])


def test_medicines_that_are_made_up_have_item_numbers_that_dmd_has_not_come_to():
    made_up = [row for row in fixture("medicines") if row["source"] == "made up"]

    assert len(made_up) >= 6
    assert all(row["level"] == "AMP" and int(row["code"][:-10]) >= 9_990_000 for row in made_up)
    assert {len(row["code"]) for row in made_up} == {17, 18}


def test_each_medicine_that_the_catalogue_names_is_there():
    assert {row["role"] for row in fixture("medicines")} == set(load_catalogue().vocabulary.medicines)


@pytest.mark.parametrize("name", ["dispositions", "report_texts"])
def test_each_pathway_of_the_catalogue_has_its_own_and_any_other_a_stand_in(name):
    own = [of_pathway(name, pathway) for pathway in load_catalogue().vocabulary.pathways]

    assert all(own)
    assert of_pathway(name, "dentistry") in own


def _verhoeff(code):
    """Compute the check of a SNOMED identifier from the dihedral group's own rules, without its tables."""

    def times(a, b):
        if a < 5:
            return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
        return 5 + (a - b) % 5 if b < 5 else (a - b) % 5

    def permuted(digit, rounds):
        for _ in range(rounds):
            digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
        return digit

    total = 0
    for place, digit in enumerate(reversed(code)):
        total = times(total, permuted(int(digit), place % 8))
    return total == 0
