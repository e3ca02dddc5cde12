"""PDS: what a fuzzy search finds, and the scores of matches, which are our own model (sheet section 5)."""

import pytest

from cpcs_harness._content.mocks.pds.names import soundex
from cpcs_harness.people.demographics import HeldAddress, HeldName, HeldTelecom
from pds_records import found, one_of_many

BORN = "1951-02-03"
FUZZY = {"birthdate": BORN, "_fuzzy-match": "true"}


@pytest.fixture
def there(hold):
    """Lets the Spine hold a person born on that day."""

    def there(family, *given, **parts):
        names = {"names": (HeldName(family, given),), "birth_date": BORN, "gender": "female"}
        return hold(one_of_many(**names | parts)).nhs_number

    return there


@pytest.fixture
def search(worker):
    """Searches as a healthcare worker: all who match are given."""
    asks = worker()
    return lambda asked: asks.get("/Patient", params=asked)


def scores(answer):
    return [entry["search"]["score"] for entry in answer.json()["entry"]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Robert", "R163"),
        ("Rupert", "R163"),
        ("Ashcraft", "A261"),
        ("Tymczak", "T522"),
        ("Pfister", "P236"),
        ("Smith", "S530"),
        ("Smythe", "S530"),
        ("O'Neill", "O540"),
        ("Kociński", "K252"),
        ("王", ""),
    ],
)
def test_5_names_sound_alike_by_soundex(name, expected):
    assert soundex(name) == expected


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        pytest.param(("Thrapp", "Anne"), {"family": "Thrap", "given": "Ann"}, id="homophones"),
        pytest.param(("Vance", "Tomos"), {"family": "Tomos", "given": "Vance"}, id="transposed"),
        pytest.param(("Ødegård", "Zoë"), {"family": "Ødegard", "given": "Zoe"}, id="diacritics"),
    ],
)
def test_5_a_fuzzy_search_finds_by_ear_and_changed_round(there, search, seen, held, asked):
    number = there(*held)

    fuzzy, plain = search(asked | FUZZY), search(asked | {"birthdate": BORN})

    assert (found(fuzzy), found(plain)) == ([number], [])
    assert scores(fuzzy)[0] < 1
    assert seen.last("pds", "search_patient")["data"]["certainty"] == "published"
    assert seen.exchanges("pds", "search_patient")[-2]["data"]["certainty"] == "modelled"


def test_5_a_fuzzy_search_always_includes_history(there, search):
    number = there("Later", names=(HeldName("Later", ("Uma",)), HeldName("Before", ("Uma",), use="old")))

    assert found(search({"family": "Before", "given": "Uma"} | FUZZY)) == [number]


def test_5_8_a_mistyped_postcode_lowers_the_score_and_a_mistyped_birth_date_finds_nobody(there, search):
    number = there("Xanthe", "Ivy", addresses=(HeldAddress((), "LS9 8AB"),))
    asked = {"family": "Xanthe", "given": "Ivy", "address-postalcode": "LS9 8AC"} | FUZZY

    mistyped = search(asked)

    assert found(mistyped) == [number]
    assert scores(mistyped)[0] < scores(search(asked | {"address-postalcode": "LS9 8AB"}))[0]
    assert found(search(asked | {"birthdate": "1951-03-02"})) == []


@pytest.mark.parametrize(
    "asked",
    [{"general-practitioner": "Y00009"}, {"death-date": "2024-01-01"}],
    ids=["practice", "death-date"],
)
def test_5_practice_and_death_date_only_alter_the_score_of_a_fuzzy_match(there, search, asked):
    number = there("Yarwood", "Ida", practice="Y00008")
    plain = {"family": "Yarwood", "given": "Ida"} | FUZZY

    assert found(search(plain | asked)) == [number]
    assert scores(search(plain | asked))[0] < scores(search(plain))[0]


def test_5_email_and_phone_are_exact_even_in_a_fuzzy_search(there, search):
    number = there("Zeller", "Ada", telecoms=(HeldTelecom("ada@example.com", "email"),))
    asked = {"family": "Zeler", "given": "Ada"} | FUZZY

    assert found(search(asked | {"email": "ADA@example.com"})) == [number]
    assert found(search(asked | {"email": "ada@example.org"})) == []


def test_5_3_matches_are_given_the_best_first(there, search):
    by_ear, exact = there("Wrenn", "Eve"), there("Wren", "Eve")

    answer = search({"family": "Wren", "given": "Eve"} | FUZZY)

    assert found(answer) == [exact, by_ear]
    assert scores(answer) == sorted(scores(answer), reverse=True)
    assert all(0 < score <= 1 for score in scores(answer))


def test_5_an_exact_match_has_score_1_and_nothing_less(there, search):
    exact = there("Vole", "Eve")
    there("Voll", "Eve")
    asked = {"family": "Vole", "given": "Eve"} | FUZZY

    assert found(search(asked | {"_exact-match": "true"})) == [exact]


def test_5_7_a_wildcard_match_has_a_score_below_1_and_is_no_exact_match(there, search, seen):
    number = there("Umbrell", "Eve")
    asked = {"family": "Umb*", "birthdate": BORN}

    answer = search(asked)

    assert (found(answer), scores(answer)) == ([number], [0.8343])
    assert seen.last("pds", "search_patient")["data"]["certainty"] == "modelled"
    assert found(search(asked | {"_exact-match": "true"})) == []
