"""PDS: which searches are refused, and how (sheet sections 5 and 6)."""

import pytest

from pds_records import code

BORN = "eq1980-05-06"
TOO_FEW = "No searches were performed as the search criteria did not meet the minimum requirements"


@pytest.fixture
def search(pds):
    """Searches PDS for what is given and nothing else."""
    return lambda asked: pds.get("/Patient", params=asked)


@pytest.mark.parametrize(
    ("asked", "expected", "issue"),
    [
        pytest.param({"family": "Smith"}, "MISSING_VALUE", "required", id="5.1-no-birth-date"),
        pytest.param({"x": "y"}, "ADDITIONAL_PROPERTIES", "invariant", id="5-unknown-parameter"),
        pytest.param({"birthdate": BORN}, "INVALID_SEARCH_DATA", "value", id="5.1-no-family"),
        pytest.param({}, "UNSUPPORTED_SERVICE", "processing", id="5.1-nothing"),
        pytest.param({"_max-results": "1"}, "UNSUPPORTED_SERVICE", "processing", id="5.1-only-a-limit"),
        pytest.param({"email": "a@b.example"}, "MISSING_VALUE", "required", id="5-email-alone"),
        pytest.param({"phone": "0163"}, "MISSING_VALUE", "required", id="5-phone-alone"),
        pytest.param({"death-date": "yesterday"}, "INVALID_VALUE", "value", id="5-bad-death-date-alone"),
        pytest.param(
            {"family": "Smith", "death-date": "2020-13-01"},
            "INVALID_VALUE",
            "value",
            id="5-no-such-death-date",
        ),
        pytest.param({"family": "Smith", "birthdate": ""}, "INVALID_VALUE", "value", id="5-empty-birth-date"),
        pytest.param(
            {"family": "Smith", "death-date": "2020-01-01"},
            "MISSING_VALUE",
            "required",
            id="5.1-death-date-alone",
        ),
        pytest.param({"family": "Smith", "gender": "F"}, "MISSING_VALUE", "required", id="5.1-before-gender"),
        pytest.param(
            {"email": "a@b.example", "birthdate": BORN}, "INVALID_SEARCH_DATA", "value", id="5-email"
        ),
    ],
)
def test_a_search_for_too_little_is_refused(search, asked, expected, issue):
    answer = search(asked)

    assert (answer.status_code, code(answer)) == (400, expected)
    assert answer.json()["issue"][0]["code"] == issue


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"birthdate": "eq01/02/1980"}, "INVALID_VALUE", id="5-date-format"),
        pytest.param({"birthdate": "gt1980-01-01"}, "INVALID_VALUE", id="5-date-sign"),
        pytest.param({"birthdate": "1980-13-01"}, "INVALID_VALUE", id="5-no-such-date"),
        pytest.param({"birthdate": "1980"}, "INVALID_VALUE", id="5-part-of-a-date"),
        pytest.param({"death-date": "yesterday"}, "INVALID_VALUE", id="5-death-date"),
        pytest.param({"gender": "F"}, "INVALID_VALUE", id="5-gender"),
        pytest.param({"family": "S" * 36}, "INVALID_VALUE", id="5-long-family"),
        pytest.param({"given": ["Jo", "S" * 36]}, "INVALID_VALUE", id="5-long-given"),
        pytest.param({"_fuzzy-match": "yes"}, "INVALID_VALUE", id="5-switch"),
        pytest.param({"_history": "1"}, "INVALID_VALUE", id="5-history"),
        pytest.param({"_exact-match": ""}, "INVALID_VALUE", id="5-exact-match"),
        pytest.param({"family": "S*"}, "INVALID_SEARCH_DATA", id="5-early-wildcard"),
        pytest.param({"family": "*mith"}, "INVALID_SEARCH_DATA", id="5-first-wildcard"),
        pytest.param({"given": "J*"}, "INVALID_SEARCH_DATA", id="5-early-wildcard-given"),
        pytest.param({"address-postalcode": "L*"}, "INVALID_SEARCH_DATA", id="5-early-wildcard-postcode"),
        pytest.param(
            {"address-postcode": "LS1 4AB", "address-postalcode": "LS1 4AB"},
            "INVALID_SEARCH_DATA",
            id="5-both-postcodes",
        ),
        pytest.param({"managing-organization": "X26"}, "ADDITIONAL_PROPERTIES", id="5-internal"),
        pytest.param({"family": ["Smith", "Jones"]}, "INVALID_SEARCH_DATA", id="5-family-twice"),
        pytest.param({"gender": ["male", "female"]}, "INVALID_SEARCH_DATA", id="5-gender-twice"),
        pytest.param({"phone": ["1", "2"]}, "INVALID_SEARCH_DATA", id="5-phone-twice"),
        pytest.param({"birthdate": [BORN] * 3}, "INVALID_SEARCH_DATA", id="5-three-birth-dates"),
        pytest.param({"birthdate": [BORN] * 2}, "INVALID_SEARCH_DATA", id="5-two-birth-dates-no-range"),
        pytest.param(
            {"birthdate": ["ge1980-01-01", "ge1981-01-01"]}, "INVALID_SEARCH_DATA", id="5-half-a-range"
        ),
        pytest.param(
            {"death-date": ["le1980-01-01", "1981-01-01"]}, "INVALID_SEARCH_DATA", id="5-half-a-death-range"
        ),
    ],
)
def test_a_search_that_pds_would_not_run_is_refused(search, changes, expected):
    answer = search({"family": "Smith", "birthdate": BORN} | changes)

    assert (answer.status_code, code(answer)) == (400, expected)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"given": "Jo", "birthdate": BORN}, id="no-family"),
        pytest.param({"family": "Smith", "birthdate": BORN}, id="family-alone"),
        pytest.param({"family": "Smith", "birthdate": BORN, "gender": "female"}, id="no-postcode"),
        pytest.param({"family": "Smith", "birthdate": BORN, "address-postalcode": "LS1 4AB"}, id="no-gender"),
        pytest.param({"family": "Smi*", "given": "Jo", "birthdate": BORN}, id="wildcard"),
    ],
)
def test_5_2_a_fuzzy_search_for_too_little_is_refused(search, asked):
    answer = search(asked | {"_fuzzy-match": "true"})

    assert (answer.status_code, code(answer)) == (400, "INVALID_SEARCH_DATA")
    assert answer.json()["issue"][0]["diagnostics"] == f"Invalid search data provided - '{TOO_FEW}'"


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"given": "Jo", "family": "Nobody"}, id="given-and-family"),
        pytest.param(
            {"family": "Nobody", "gender": "female", "address-postalcode": "LS1 4AB"},
            id="family-and-postcode",
        ),
        pytest.param(
            {"given": "Nobody", "gender": "female", "address-postcode": "LS1 4AB"}, id="given-and-postcode"
        ),
    ],
)
def test_5_2_each_of_three_combinations_is_enough_for_a_fuzzy_search(search, asked):
    answer = search(asked | {"birthdate": BORN, "_fuzzy-match": "true"})

    assert (answer.status_code, answer.json()["total"]) == (200, 0)


def test_5_2_a_fuzzy_search_without_a_birth_date_is_told_so_first(search):
    assert code(search({"given": "Jo", "family": "Smith", "_fuzzy-match": "true"})) == "MISSING_VALUE"


def test_6_what_is_missing_is_named(search):
    told = search({"family": "Smith"}).json()["issue"][0]["diagnostics"]

    assert told == "Missing value - 'birth_date/birth_date_range_start/birth_date_range_end'"


def test_6_a_wrong_value_is_named_with_its_field(search):
    told = search({"family": "Smith", "birthdate": BORN, "gender": "mal"}).json()["issue"][0]["diagnostics"]

    assert told == "Invalid value - 'mal' in field 'gender'"


@pytest.mark.parametrize(
    ("unknown", "told"),
    [({"b": "1"}, "('b' was unexpected)"), ({"b": "1", "a": "2"}, "('a', 'b' were unexpected)")],
    ids=["one", "two"],
)
def test_5_unknown_parameters_are_named(search, unknown, told):
    problem = "Invalid request with error - Additional properties are not allowed"
    assert search(unknown).json()["issue"][0]["diagnostics"] == f"{problem} {told}"


@pytest.mark.parametrize("limit", ["0", "51", "many", "-1", "1.0", ""])
def test_5_a_healthcare_worker_may_ask_for_one_to_fifty(worker, limit):
    asked = {"family": "Smith", "birthdate": BORN, "_max-results": limit}

    answer = worker().get("/Patient", params=asked)

    assert (answer.status_code, code(answer)) == (400, "INVALID_VALUE")


@pytest.mark.parametrize("limit", [None, "1", "50"])
def test_5_a_lawful_limit_is_taken(worker, limit):
    asked = {"family": "Nobody", "birthdate": BORN} | ({"_max-results": limit} if limit else {})

    assert worker().get("/Patient", params=asked).json()["total"] == 0


def test_5_how_a_repeated_parameter_is_refused_is_modelled(search, seen):
    search({"family": ["Smith", "Jones"], "birthdate": BORN})

    assert seen.last("pds", "search_patient")["data"]["certainty"] == "modelled"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"birthdate": "1980"}, "published", id="date"),
        pytest.param({"gender": "F"}, "published", id="gender"),
        pytest.param({"family": "S" * 36}, "inferred", id="long-name"),
        pytest.param({"_history": "1"}, "inferred", id="switch"),
        pytest.param({"family": "S*"}, "inferred", id="early-wildcard"),
        pytest.param({"managing-organization": "X26"}, "inferred", id="internal"),
        pytest.param({"_format": "json"}, "published", id="unknown"),
    ],
)
def test_how_a_search_is_refused_is_called_published_only_where_it_is(pds, seen, changes, expected):
    pds.get("/Patient", params={"family": "Smith", "birthdate": BORN} | changes)

    assert seen.last("pds", "search_patient")["data"]["certainty"] == expected
