"""PDS: whom a plain search finds (sheet section 5)."""

from dataclasses import replace

import pytest

from cpcs_harness.people.demographics import HeldAddress, HeldName, HeldTelecom
from pds_records import found


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(lambda person: {}, id="5.1-family-and-birth-date"),
        pytest.param(lambda person: {"birthdate": f"eq{person.birth_date}"}, id="5-eq"),
        pytest.param(lambda person: {"given": f"{person.given[:3]}*"}, id="5-given-wildcard"),
        pytest.param(
            lambda person: {"address-postalcode": f"{person.postcode[:2]}*"}, id="5-part-of-postcode"
        ),
        pytest.param(
            lambda person: {"address-postalcode": person.postcode.replace(" ", "")}, id="5-unspaced"
        ),
        pytest.param(lambda person: {"address-postcode": person.postcode.lower()}, id="5-deprecated-alias"),
        pytest.param(lambda person: {"family": person.family.upper()}, id="5-upper-case"),
        pytest.param(lambda person: {"gender": person.gender}, id="5-gender"),
        pytest.param(lambda person: {"_max-results": "1", "_history": "true"}, id="5-one-result"),
        pytest.param(lambda person: {"birthdate": ["ge1930-01-01", "le2020-01-01"]}, id="5-range"),
        pytest.param(lambda person: {"birthdate": f"le{person.birth_date}"}, id="5-until"),
        pytest.param(lambda person: {"general-practitioner": person.practice.ods.lower()}, id="5-practice"),
        pytest.param(lambda person: {"phone": person.home_telephone.replace(" ", "")}, id="5-phone"),
        pytest.param(
            lambda person: {"phone": "0044" + person.home_telephone.replace(" ", "")[1:]}, id="5-country-code"
        ),
        pytest.param(lambda person: {"_exact-match": "true"}, id="5-exact"),
    ],
)
def test_a_search_finds_the_one_who_matches(pds, issued, changes):
    person = issued.person
    asked = {"family": person.family, "birthdate": person.birth_date.isoformat()} | changes(person)

    answer = pds.get("/Patient", params=asked)

    assert found(answer) == [person.nhs_number]
    assert answer.json()["entry"][0]["fullUrl"].endswith(f"/Patient/{person.nhs_number}")
    assert answer.json()["entry"][0]["fullUrl"].startswith("http")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"birthdate": "1900-01-01"}, id="5-birth-date"),
        pytest.param({"gender": "other"}, id="5-gender"),
        pytest.param({"given": "Michael"}, id="5-second-name-first"),
        pytest.param({"given": "Mic*"}, id="5-wildcard-in-second-name"),
        pytest.param({"given": ["Alan", "Peter"]}, id="5-another-second-name"),
        pytest.param({"address-postalcode": "ZZ99 3CZ"}, id="5.8-pseudo-postcode"),
        pytest.param({"general-practitioner": "Y00001"}, id="5-practice"),
        pytest.param({"email": "nobody@example.com"}, id="5-email"),
        pytest.param({"phone": "0121 111111"}, id="5-phone"),
        pytest.param({"death-date": "ge1990-01-01"}, id="5-death-date"),
    ],
)
def test_5_one_who_does_not_match_is_not_found(there, search, changes):
    there()

    answer = search(**changes)

    assert (answer.status_code, answer.json()["total"], "entry" in answer.json()) == (200, 0, False)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        pytest.param(("Alan", "Michael"), "Alan", id="first"),
        pytest.param(("Alan", "Michael"), "ala*", id="wildcard"),
        pytest.param(("Alan", "Michael"), ["Alan", "Michael"], id="both"),
        pytest.param(("John Paul", "James"), ["John Paul", "James"], id="compound"),
        pytest.param(("John Paul", "James"), "John*", id="start-of-compound"),
    ],
)
def test_5_given_names_are_asked_for_one_by_one(there, search, given, asked):
    number = there(given)

    assert found(search(given=asked)) == [number]


@pytest.mark.parametrize("pattern", ["{0}*", "{1}*", "{1}*{2}*", "{1}*{2}"])
def test_5_a_wildcard_stands_for_any_letters(there, search, family, pattern):
    number = there()
    asked = pattern.format(family, family[:3], family[-2:])

    assert number in found(search(family=asked, given="Alan", gender="male"))


def test_5_many_wildcards_are_answered_at_once(there, search, family):
    there()

    assert found(search(family="Qu" + "*i" * 16)) == []


@pytest.mark.parametrize(
    ("parts", "asked", "with_history"),
    [
        pytest.param({"names": (HeldName("New"), HeldName("{family}", use="maiden"))}, {}, True, id="name"),
        pytest.param(
            {"addresses": (HeldAddress((), "LS2 2AA", end="2020-01-01"),)},
            {"address-postalcode": "LS2 2AA"},
            True,
            id="postcode",
        ),
        pytest.param(
            {"telecoms": (HeldTelecom("a@b.example", "email", end="2020-01-01"),)},
            {"email": "A@B.EXAMPLE"},
            True,
            id="email",
        ),
        pytest.param(
            {"practice": "Y00002", "practice_end": "2020-01-01"},
            {"general-practitioner": "Y00002"},
            True,
            id="practice",
        ),
    ],
)
def test_5_history_is_searched_when_it_is_asked_for(there, search, family, parts, asked, with_history):
    if "names" in parts:
        parts = {"names": (parts["names"][0], replace(parts["names"][1], family=family))}
    number = there(**parts)

    assert found(search(**asked)) == []
    assert found(search(**asked, _history="true")) == [number]


def test_5_what_is_given_back_of_a_former_match_is_current(there, search, family, seen):
    there(
        names=(HeldName("Newly"), HeldName(family, use="old", end="2020-01-01")),
        addresses=(HeldAddress((), "LS1 1AA"), HeldAddress((), "LS2 2AA", end="2020-01-01")),
    )

    entry = search(_history="true").json()["entry"][0]

    assert [name["family"] for name in entry["resource"]["name"]] == ["Newly"]
    assert [address["postalCode"] for address in entry["resource"]["address"]] == ["LS1 1AA"]
    assert entry["search"]["score"] < 1
    assert seen.last("pds", "search_patient")["data"]["certainty"] == "modelled"


def test_5_a_death_date_is_searched_by(there, search):
    number = there(deceased="2024-03-02T00:00:00+00:00", death_status="2")

    assert found(search(**{"death-date": "eq2024-03-02"})) == [number]
    assert found(search(**{"death-date": ["ge2024-01-01", "le2024-12-31"]})) == [number]
    assert found(search(**{"death-date": "le2023-12-31"})) == []


@pytest.mark.parametrize("held", ["1980", "1980-05"])
def test_3_a_birth_date_that_is_known_in_part_matches_by_what_is_known(there, search, held):
    number = there(birth_date=held)

    assert found(search()) == [number]
    assert found(search(birthdate="1981-05-06")) == []
