"""PDS: the published sandbox's patients answer too (sheet section 9)."""

import json

import pytest

from checkout import SHARED
from cpcs_harness._content.mocks.pds.sandbox import sandbox
from cpcs_harness.evidence.guard import Guard
from cpcs_harness.people.demographics import HeldName
from pds_records import code, extensions, found

JANE = {"family": "Smith", "gender": "female", "birthdate": "eq2010-10-22"}
WILD = JANE | {"family": "Sm*"}
PHONE, EMAIL = {"phone": "01632960587"}, {"email": "jane.smith@example.com"}
FUZZY = JANE | {"given": "Jane", "_fuzzy-match": "true"}
CROWD = {"family": "Smith", "gender": "male", "birthdate": "2000-05-05", "address-postalcode": "DN17*"}
SMITHS = {
    "family": "Smith",
    "gender": "male",
    "birthdate": "eq2000-05-05",
    "phone": "01234123123",
    "email": "test@test.com",
}
ELEVEN = [
    "5069635395",
    "5502481484",
    "5667541432",
    "5689174815",
    "5900021459",
    "5900026086",
    "5900026191",
    "5900030741",
    "5900031160",
    "5900034372",
    "5900036863",
]
ALIKE = {
    "family": "Smythe",
    "given": "Mat",
    "gender": "male",
    "birthdate": "ge2000-05-03",
    "address-postalcode": "DN17 4AA",
    "_fuzzy-match": "true",
}
RENAMED = {"family": "MED", "given": "Casey", "birthdate": "1999-09-09", "_fuzzy-match": "true"}
HISTORIC = {"family": "Smith", "gender": "male", "birthdate": "2000-05-05", "email": "Historic@historic.com"}


def test_9_1_jane_smith_is_fully_populated(pds):
    answer = pds.get("/Patient/9000000009")

    record = answer.json()
    assert answer.headers["etag"] == 'W/"2"'
    assert record["deceasedDateTime"] == "2010-10-22T00:00:00+00:00"
    assert len(extensions(record)) == 8
    assert [address["use"] for address in record["address"]] == ["home", "temp"]


def test_9_1_jane_smiths_periods_have_the_published_ends(pds):
    record = pds.get("/Patient/9000000009").json()

    lasted = {"start": "2024-01-01", "end": "2025-12-31"}
    assert record["managingOrganization"]["identifier"] == {
        "system": "https://fhir.nhs.uk/Id/ods-organization-code",
        "value": "Y12345",
        "period": lasted,
    }
    parts = [
        *record["name"],
        *record["address"],
        *record["contact"],
        record["generalPractitioner"][0]["identifier"],
    ]
    assert [part["period"] for part in parts] == [lasted] * 5
    assert record["telecom"][1]["period"]["end"] == "2022-12-31"
    removed = extensions(record)["RemovalFromRegistration"]["extension"][1]["valuePeriod"]
    assert removed == {"start": "2020-01-01T00:00:00+00:00", "end": "2021-12-31T00:00:00+00:00"}


EXAMPLES = SHARED / "specs" / "pds" / "components" / "examples"


def plain(part):
    """Give a resource without the ids of its parts, and with what may stand in any order in one."""
    if isinstance(part, dict):
        return {name: plain(value) for name, value in part.items() if name != "id"}
    return sorted(map(plain, part), key=json.dumps) if isinstance(part, list) else part


@pytest.mark.skipif(not EXAMPLES.exists(), reason="shared/ is absent")
@pytest.mark.parametrize(
    ("number", "example"),
    [("9000000009", "Patient"), ("9000000025", "Sensitive_Patient"), ("9000000033", "Minimal_Patient")],
)
def test_a_published_example_is_given_as_it_is_published(pds, number, example):
    published = json.loads((EXAMPLES / f"{example}.json").read_text(encoding="utf-8"))

    assert plain(pds.get(f"/Patient/{number}").json()) == plain(published)


@pytest.mark.skipif(not EXAMPLES.exists(), reason="shared/ is absent")
@pytest.mark.parametrize(("asked", "example"), [(JANE, ""), (FUZZY, "-Jayne-Smyth")], ids=["jane", "jayne"])
def test_a_published_example_is_found_as_it_is_published(pds, asked, example):
    published = json.loads((EXAMPLES / f"PatientSearch{example}.json").read_text(encoding="utf-8"))

    (entry,) = pds.get("/Patient", params=asked).json()["entry"]

    assert plain(entry["resource"]) == plain(published["entry"][0]["resource"])


def test_9_1_what_is_past_of_jane_smith_is_shown_by_a_search(pds):
    (entry,) = pds.get("/Patient", params=JANE).json()["entry"]

    shown = entry["resource"]
    assert [len(shown[part]) for part in ("name", "address", "telecom", "contact")] == [1, 1, 3, 1]


@pytest.mark.parametrize(
    ("number", "status", "expected"),
    [
        pytest.param("9000000017", 404, "RESOURCE_NOT_FOUND", id="jayne-is-not-retrieved"),
        pytest.param("9111231130", 404, "RESOURCE_NOT_FOUND", id="unknown"),
        pytest.param("9727194737", 404, "RESOURCE_NOT_FOUND", id="not-there"),
        pytest.param("9000000000", 400, "INVALID_RESOURCE_ID", id="check-digit"),
        pytest.param("9000000015", 400, "INVALID_RESOURCE_ID", id="compound-name"),
        pytest.param("9990003343", 404, "INVALIDATED_RESOURCE", id="invalidated"),
        pytest.param("9449310378", 404, "INVALIDATED_RESOURCE", id="another-invalidated"),
    ],
)
def test_9_1_some_are_not_retrieved(pds, number, status, expected):
    answer = pds.get(f"/Patient/{number}")

    assert (answer.status_code, code(answer)) == (status, expected)


def test_9_1_janet_smythe_is_restricted(pds):
    record = pds.get("/Patient/9000000025").json()

    assert (record["meta"]["security"][0]["code"], record["birthDate"]) == ("R", "2010-10-22")
    assert not {"address", "telecom", "generalPractitioner"} & set(record)


def test_9_1_a_minimal_patient_has_three_parts(pds):
    assert set(pds.get("/Patient/9000000033").json()) == {"resourceType", "id", "identifier", "meta"}


@pytest.mark.parametrize(
    ("number", "ids"),
    [("9000000009", ["507B7621", "B3380E98"]), ("9000000017", ["F4CF8B96"]), ("9000000025", [])],
)
def test_9_1_related_persons(pds, number, ids):
    bundle = pds.get(f"/Patient/{number}/RelatedPerson").json()

    assert [entry["resource"]["id"] for entry in bundle.get("entry", [])] == ids
    assert bundle["total"] == len(ids)


def test_9_3_a_superseded_number_gives_the_new_one(pds):
    assert pds.get("/Patient/5900053636").json()["id"] == "9732019395"


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        pytest.param(JANE, ["9000000009"], id="basic"),
        pytest.param(JANE | PHONE | EMAIL, ["9000000009"], id="phone-and-email"),
        pytest.param(
            JANE | {"email": "deb.trotter@example.com", "phone": "0121111111"},
            [],
            id="phone-and-email-of-another",
        ),
        pytest.param(JANE | {"birthdate": ["ge2010-10-21", "le2010-10-23"]}, ["9000000009"], id="range"),
        pytest.param(WILD, ["9000000009", "9000000017"], id="wildcard"),
        pytest.param(WILD | PHONE, ["9000000009"], id="wildcard-phone"),
        pytest.param(WILD | EMAIL, ["9000000009"], id="wildcard-email"),
        pytest.param(WILD | PHONE | EMAIL, ["9000000009"], id="wildcard-phone-and-email"),
        pytest.param(WILD | PHONE | EMAIL | {"_max-results": "1"}, ["9000000009"], id="one-result"),
        pytest.param(FUZZY, ["9000000017"], id="fuzzy"),
        pytest.param(FUZZY | EMAIL | PHONE, ["9000000009"], id="fuzzy-phone-and-email"),
        pytest.param(
            {"family": "Smythe", "given": "Janet", "gender": "female", "birthdate": "eq2005-06-16"} | PHONE,
            ["9000000025"],
            id="restricted",
        ),
        pytest.param(
            {
                "family": "Smith",
                "given": ["John Paul", "James"],
                "gender": "male",
                "birthdate": "eq2010-10-22",
            },
            ["9000000015"],
            id="compound-name",
        ),
        pytest.param(
            {"family": "youds", "birthdate": "1970-01-24"},
            ["9693633679", "9693633687", "9693633695", "9693633709"],
            id="four",
        ),
        pytest.param(
            {"family": "Godsoe", "gender": "male", "birthdate": "1936-02-24"}, ["9693632125"], id="godsoe"
        ),
        pytest.param({"family": "Massam", "birthdate": "le1920-08-11"}, ["9693632966"], id="massam"),
        pytest.param(
            {"family": "Jones", "gender": "male", "birthdate": "ge1992-01-01"}, ["5900035697"], id="jones"
        ),
        pytest.param(
            {"family": "Blogs", "given": "Joe", "birthdate": "1955-11-05", "_fuzzy-match": "true"},
            ["9693632109"],
            id="former-name",
        ),
        pytest.param(
            {"family": "ATTSÖN", "given": "PÀULINÉ", "birthdate": "1960-07-14", "_fuzzy-match": "true"},
            ["9693633148", "9693633121"],
            id="diacritics",
        ),
        pytest.param(
            {"family": "CUFF", "gender": "female", "birthdate": "1926-01-07"}, ["9732019395"], id="superseded"
        ),
        pytest.param(
            {"family": "TUNNEY", "birthdate": "ge1980-01-01", "death-date": "le2019-02-28"},
            ["9733163201"],
            id="death-date",
        ),
        pytest.param(
            {"family": "KNAPP", "gender": "female", "birthdate": "1943-07-03", "_exact-match": "true"},
            ["9736363120"],
            id="exact",
        ),
        pytest.param(
            {"family": "McMatch-Single", "birthdate": "1954-10-26", "address-postalcode": "BAP4WG"},
            ["5900054586"],
            id="single",
        ),
        pytest.param(
            {"family": "McMatch-Multiple", "birthdate": "1997-08-20", "address-postalcode": "DN19 7UD"},
            ["5900033104", "5900033333"],
            id="multiple",
        ),
        pytest.param(HISTORIC | {"_history": "true"}, ["5900020584"], id="former-email"),
        pytest.param(HISTORIC, [], id="former-email-without-history"),
        pytest.param(SMITHS, ELEVEN, id="eleven"),
        pytest.param(SMITHS | {"family": "Sm*"}, ELEVEN, id="eleven-wildcard"),
        pytest.param(SMITHS | {"email": "rubbish@test.com"}, [], id="email-of-nobody"),
        pytest.param(SMITHS | {"given": ["Sam", "Bob"]}, ["5900030741"], id="second-given-name"),
        pytest.param(
            {"family": "Muir", "gender": "male", "birthdate": "eq2017-09-06", "phone": "00917855986859"},
            ["9732019506"],
            id="country-code",
        ),
        pytest.param(
            {"family": "Me*", "birthdate": "eq2015-10-22", "general-practitioner": "A20047"},
            ["9733162337"],
            id="practice",
        ),
        pytest.param(
            ALIKE | {"phone": "01222111111", "email": "test@test.com"}, ["5900022366"], id="fuzzy-of-many"
        ),
        pytest.param(
            ALIKE | {"phone": "01222111111", "email": "rubbish@work.com"}, [], id="fuzzy-email-of-nobody"
        ),
        pytest.param(RENAMED, ["9733162450"], id="renamed"),
        pytest.param(RENAMED | {"family": "HUME"}, ["9733162450"], id="renamed-former"),
        pytest.param(
            {"family": "HUME", "birthdate": "1999-09-09", "_history": "true"},
            ["9733162450"],
            id="former-family",
        ),
        pytest.param(RENAMED | {"birthdate": "2024-01-12"}, [], id="renamed-other-birth-date"),
        pytest.param({"family": "Spiderman", "birthdate": "1962-07-31"}, [], id="nobody"),
        pytest.param({"family": "Bingham", "birthdate": "1934-12-18"}, [], id="nobody-else"),
        pytest.param(
            {"family": "LEEKE", "given": "Horace", "birthdate": "1956-05-02", "_fuzzy-match": "true"}
            | {"address-postalcode": "DN16"},
            [],
            id="fuzzy-nobody",
        ),
        pytest.param(
            {"family": "MED", "birthdate": "2024-01-12", "_history": "true"}, [], id="history-of-nobody"
        ),
    ],
)
def test_9_2_published_searches_find_whom_they_are_published_to_find(worker, asked, numbers):
    assert found(worker().get("/Patient", params=asked)) == numbers


def test_9_2_published_scores_are_given(worker):
    asks = worker()

    def scores(asked):
        entries = asks.get("/Patient", params=asked).json()["entry"]
        return [entry["search"]["score"] for entry in entries]

    assert scores(FUZZY) == [0.8976]
    assert scores(FUZZY | PHONE) == scores(FUZZY | EMAIL) == [0.9124]
    assert scores(FUZZY | PHONE | EMAIL) == [0.9542]
    assert scores(CROWD) == [0.965] * 20
    assert scores(SMITHS) == [1] * 11
    assert set(scores(ALIKE)) == {0.8827}
    assert scores(RENAMED) == [0.6806]


def test_9_2_a_death_is_told_where_it_is_published(worker):
    asked = {"family": "TUNNEY", "birthdate": "ge1980-01-01", "death-date": "le2019-02-28"}

    (entry,) = worker().get("/Patient", params=asked).json()["entry"]

    assert entry["resource"]["deceasedDateTime"] == "2019-02-07T00:00:00+00:00"
    assert worker().get("/Patient/9733163201").json()["deceasedDateTime"] == "2019-02-07T00:00:00+00:00"


@pytest.mark.parametrize("asked", [WILD, {"family": "YOUDS", "birthdate": "1970-01-24"}], ids=["two", "four"])
def test_9_2_several_are_too_many_where_one_was_wanted(worker, asked):
    assert code(worker().get("/Patient", params=asked | {"_max-results": "1"})) == "TOO_MANY_MATCHES"


@pytest.mark.parametrize("asked", [WILD, CROWD], ids=["two", "twenty"])
def test_9_2_several_are_too_many_for_an_application(pds, asked):
    assert code(pds.get("/Patient", params=asked)) == "TOO_MANY_MATCHES"


def test_9_a_sandbox_patient_does_not_stand_in_the_way_of_a_journeys(pds, hold, issued):
    held = pds.get(f"/Patient/{issued.person.nhs_number}").json()["id"]
    record = sandbox().ways["retrieve"]["9000000009"]
    hold(type(record)(held, names=(HeldName("Smith", ("Jane",)),), gender="female", birth_date="2010-10-22"))

    assert found(pds.get("/Patient", params=JANE)) == [held]


def test_9_no_sandbox_number_is_taken_for_a_real_persons():
    numbers = [number for way in sandbox().ways.values() for number in way]
    bodies = [f'{{"nhs_number": "{number}"}}'.encode() for number in numbers]

    assert [Guard().screen(body, None) for body in bodies] == bodies
