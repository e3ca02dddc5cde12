"""A code is looked up in the release first, then in the project's subset; what neither knows says nothing."""

import pytest

from cpcs_harness.formats.dmd.concept import Concept
from cpcs_harness.formats.dmd.resolve import Dictionary, subset
from cpcs_harness.formats.snomed import why_not_a_dmd_code
from cpcs_harness.people.fixtures import fixture

ROWS = fixture("dmd")
SUBSET = Dictionary(subset(ROWS))
MEDICINES = {row["role"]: row for row in fixture("medicines")}


def test_the_release_is_believed_before_the_subset():
    renamed = Concept("222311000001102", "AMP", "Another name")

    found = Dictionary([renamed], subset(ROWS))

    assert found.concept("222311000001102") == renamed
    assert found.concept("322236009").name == "Paracetamol 500mg tablets"
    assert found.concept("17315811000001100") is None


def test_what_replaced_a_withdrawn_code_is_found_by_it():
    old = next(row for row in ROWS if row["name"] == "Betamethasone 0.1% cream")

    assert SUBSET.is_withdrawn(old["id"])
    assert SUBSET.successor(old["id"]).name == "Betamethasone valerate 0.1% cream"
    assert not SUBSET.is_withdrawn("222311000001102")
    assert SUBSET.successor("222311000001102") is None


def test_what_is_no_longer_made_is_not_withdrawn():
    (pack,) = [row["id"] for row in ROWS if row.get("discontinued")]

    assert SUBSET.concept(pack).discontinued
    assert not SUBSET.is_withdrawn(pack)


def test_the_subset_has_every_level_and_every_trap():
    assert len(ROWS) >= 40
    assert {row["level"] for row in ROWS} == {"VMP", "AMP", "VMPP", "AMPP"}
    assert all(any(row.get(trap) for row in ROWS) for trap in ("invalid", "previous", "was", "discontinued"))
    assert {len(row["id"]) for row in ROWS} >= {9, 15, 17, 18}


def test_its_identifiers_are_right_and_no_two_are_one():
    ids = [row["id"] for row in ROWS]

    assert [(code, why_not_a_dmd_code(code)) for code in ids if why_not_a_dmd_code(code)] == []
    assert len(set(ids)) == len(ids)


def test_what_is_made_up_has_item_numbers_that_dmd_has_not_come_to():
    made_up = [row["id"] for row in ROWS if row.get("source") != "real"]

    assert all(int(code[:-10]) >= 9_990_000 for code in made_up)


def test_a_double_of_javascript_cannot_hold_most_of_them():
    rounded = [row["id"] for row in ROWS if str(int(float(row["id"]))) != row["id"]]

    assert len(rounded) > 20


@pytest.mark.parametrize("kind", ["vmp", "amp", "vmpp"])
def test_what_a_concept_is_one_of_is_there_and_of_that_level(kind):
    above = {row[kind] for row in ROWS if row.get(kind)}

    assert {SUBSET.concept(code).level for code in above} == {kind.upper()}


@pytest.mark.parametrize("role", MEDICINES)
def test_each_role_is_a_concept_of_its_own_names(role):
    medicine, concept = MEDICINES[role], SUBSET.concept(MEDICINES[role]["code"])

    assert concept.level == medicine["level"]
    assert medicine["display"] in concept.names
    assert concept.invalid == (role == "withdrawn-product")
