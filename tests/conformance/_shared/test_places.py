"""A place's code beside another's name is seen; however names and codes of one place are laid out, nothing is."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance._shared.places import other_codes, places_of
from made_up import observed

OWN, NEXT = "FA001", "FA002"
PLACES = {
    "hill pharmacy": frozenset({OWN}),
    "lake pharmacy": frozenset({NEXT}),
    "lake pharmacy night hatch": frozenset({NEXT, "FA003"}),
}
RIGHT = [
    "From Hill Pharmacy (FA001) to Lake Pharmacy (FA002)",
    "From Hill Pharmacy, ODS code FA001, to lake pharmacy ODS: fa002",
    "Lake Pharmacy Night Hatch FA003",
    "FA001 Hill Pharmacy, FA002 Lake Pharmacy",
    "FA001 / Hill Pharmacy, FA002 / Lake Pharmacy",
    "FA001. Hill Pharmacy, FA002. Lake Pharmacy",
    "FA001 | Hill Pharmacy\tFA002 | Lake Pharmacy",
    "Hill Pharmacy\nFA002",
    "Hill Pharmacy sends somebody to FA002",
    "Hill Pharmacy house",
]
WRONG = [
    "Referred to Lake Pharmacy (FA001)",
    "HILL PHARMACY - ODS code: FA002",
    "Lake Pharmacy FA003",
    "Hill Pharmacy\tfa002",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_name_with_its_own_code_or_with_none_is_right(text):
    assert other_codes(text, PLACES) == []


@pytest.mark.parametrize("text", WRONG)
def test_a_name_with_the_code_of_another_is_not(text):
    assert len(other_codes(text, PLACES)) == 1


def test_of_a_place_whose_code_nobody_told_nothing_is_known_and_of_others_all():
    def service(name, code):
        return {"publicName": name, "odsCode": code}

    told = [service("Hill Pharmacy", " FA001 "), service("Hill Pharmacy", ""), service("", "FA009")]
    answer = {"success": {"services": [*told, service("Lake Pharmacy", "FA002RPX")]}}
    call = SimpleNamespace(response=SimpleNamespace(status=200, json=answer))
    place = {"name": "Mill Surgery", "ods": "A81001"}
    issued = {"premises": {"name": "Own Pharmacy", "ods": "FA000"}, "person": {"practice": place}}
    seen = [observed(1, "load_directory", {}, given={"entries": [{"name": "Dale Surgery", "ods": "B81002"}]})]
    journey = SimpleNamespace(issued=issued, also={}, seen=seen, exchanges=lambda *_, at_least: [call])

    places = places_of(journey)

    assert places == {
        "own pharmacy": {"FA000"},
        "mill surgery": {"A81001"},
        "dale surgery": {"B81002"},
        "hill pharmacy": {"FA001"},
        "lake pharmacy": {"FA002"},
    }
    assert other_codes("Hill Pharmacy (FA002)", places) == ["FA002 beside Hill Pharmacy"]
