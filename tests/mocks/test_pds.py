"""PDS: the record and the search, the order of its checks, and its errors."""

import uuid
from dataclasses import replace

import pytest

from cpcs_harness.session.demographics import Demographics


def code(answer):
    return answer.json()["issue"][0]["details"]["coding"][0]["code"]


def test_a_patient_is_read_by_nhs_number(pds, issued):
    person = issued.person

    answer = pds.get(f"/Patient/{person.nhs_number}")

    record = answer.json()
    assert answer.headers["content-type"] == "application/fhir+json"
    assert answer.headers["etag"] == 'W/"1"'
    assert record["id"] == record["identifier"][0]["value"] == person.nhs_number
    assert (record["name"][0]["family"], record["name"][0]["given"]) == (person.family, [person.given])
    assert (record["birthDate"], record["gender"]) == (person.birth_date.isoformat(), person.gender)
    assert record["address"][0]["postalCode"] == person.postcode
    assert record["generalPractitioner"][0]["identifier"]["value"] == person.practice.ods


def test_request_and_correlation_ids_are_mirrored(pds, issued):
    request_id = str(uuid.uuid4())
    headers = {"X-Request-ID": request_id, "X-Correlation-ID": "one-consultation"}

    answer = pds.get(f"/Patient/{issued.person.nhs_number}", headers=headers)

    assert answer.headers["x-request-id"] == request_id
    assert answer.headers["x-correlation-id"] == "one-consultation"


@pytest.mark.parametrize(
    ("number", "status", "expected"),
    [
        pytest.param("9111231130", 404, "RESOURCE_NOT_FOUND", id="unknown"),
        pytest.param("9000000000", 400, "INVALID_RESOURCE_ID", id="check-digit"),
        pytest.param("12345", 400, "INVALID_RESOURCE_ID", id="short"),
    ],
)
def test_a_number_that_is_nobodys_is_refused(pds, number, status, expected):
    answer = pds.get(f"/Patient/{number}")

    assert (answer.status_code, code(answer)) == (status, expected)


def test_related_persons_are_an_empty_bundle_without_entries(pds, issued):
    bundle = pds.get(f"/Patient/{issued.person.nhs_number}/RelatedPerson").json()

    assert bundle["total"] == 0
    assert "entry" not in bundle


def search(pds, person, **changes):
    asked = {"family": person.family, "birthdate": f"eq{person.birth_date.isoformat()}"} | changes
    return pds.get("/Patient", params={name: value for name, value in asked.items() if value is not None})


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(lambda person: {}, id="family-and-birth-date"),
        pytest.param(lambda person: {"birthdate": person.birth_date.isoformat()}, id="no-prefix"),
        pytest.param(lambda person: {"given": f"{person.given[:3]}*"}, id="given-wildcard"),
        pytest.param(
            lambda person: {"address-postalcode": f"{person.postcode[:2]}*"}, id="postcode-wildcard"
        ),
        pytest.param(lambda person: {"address-postalcode": person.postcode.replace(" ", "")}, id="unspaced"),
        pytest.param(
            lambda person: {"family": person.family.upper(), "gender": person.gender}, id="upper-case"
        ),
        pytest.param(lambda person: {"_max-results": "1", "_history": "true"}, id="one-result"),
        pytest.param(lambda person: {"birthdate": ["ge1930-01-01", "le2020-01-01"]}, id="range"),
    ],
)
def test_a_search_finds_the_one_who_matches(pds, issued, changes):
    bundle = search(pds, issued.person, **changes(issued.person)).json()

    assert [entry["resource"]["id"] for entry in bundle["entry"]] == [issued.person.nhs_number]
    assert bundle["entry"][0]["fullUrl"].endswith(f"/Patient/{issued.person.nhs_number}")


def test_a_search_that_finds_nobody_is_an_empty_bundle(pds, issued):
    bundle = search(pds, issued.person, birthdate="eq1900-01-01").json()

    assert (bundle["resourceType"], bundle["total"], "entry" in bundle) == ("Bundle", 0, False)


def test_more_than_one_match_is_an_outcome_with_status_200(pds, issued, admit, world):
    twin = replace(issued.person, nhs_number=admit().person.nhs_number)
    world.demographics[twin.nhs_number] = Demographics.of(twin)

    answer = search(pds, issued.person)

    assert (answer.status_code, answer.json()["resourceType"], code(answer)) == (
        200,
        "OperationOutcome",
        "TOO_MANY_MATCHES",
    )
    assert answer.json()["issue"][0]["code"] == "multiple-matches"


@pytest.mark.parametrize(
    ("changes", "status", "expected"),
    [
        pytest.param({"birthdate": None}, 400, "MISSING_VALUE", id="no-birth-date"),
        pytest.param({"family": None}, 400, "INVALID_SEARCH_DATA", id="no-family"),
        pytest.param({"family": None, "birthdate": None}, 400, "UNSUPPORTED_SERVICE", id="nothing"),
        pytest.param({"birthdate": "eq01/02/1980"}, 400, "INVALID_VALUE", id="date-format"),
        pytest.param({"gender": "F"}, 400, "INVALID_VALUE", id="gender"),
        pytest.param({"name": "x"}, 400, "ADDITIONAL_PROPERTIES", id="unknown-parameter"),
        pytest.param({"family": "S*"}, 400, "INVALID_SEARCH_DATA", id="early-wildcard"),
        pytest.param(
            {"address-postcode": "LS1 4AB", "address-postalcode": "LS1 4AB"},
            400,
            "INVALID_SEARCH_DATA",
            id="both",
        ),
        pytest.param({"_max-results": "5"}, 403, "INVALID_VALUE", id="too-many-asked-for"),
    ],
)
def test_a_search_that_pds_would_not_run_is_refused(pds, issued, changes, status, expected):
    answer = search(pds, issued.person, **changes)

    assert (answer.status_code, code(answer)) == (status, expected)


@pytest.mark.parametrize(
    ("authorization", "told"),
    [
        pytest.param(None, "Missing Authorization header", id="none"),
        pytest.param("", "Empty Authorization header", id="empty"),
        pytest.param("Basic abc", "Invalid token type 'Basic', must be 'Bearer'", id="basic"),
        pytest.param("Bearer", "Missing access token", id="no-token"),
        pytest.param("Bearer made-up", "Invalid Access Token", id="unknown-token"),
    ],
)
def test_a_call_without_a_good_token_is_401(pds, issued, authorization, told):
    if authorization is None:
        del pds.headers["Authorization"]
    headers = {} if authorization is None else {"Authorization": authorization}

    answer = pds.get(f"/Patient/{issued.person.nhs_number}", headers=headers)

    assert (answer.status_code, code(answer)) == (401, "ACCESS_DENIED")
    assert answer.json()["issue"][0]["diagnostics"] == told
    assert answer.headers["content-type"] == "application/json"


def test_the_token_is_looked_at_before_the_request_id(pds, issued):
    answer = pds.get("/Patient/1", headers={"Authorization": "Bearer made-up", "X-Request-ID": "x"})

    assert answer.status_code == 401


def test_a_malformed_request_id_is_told_before_the_number(pds):
    answer = pds.get("/Patient/1", headers={"X-Request-ID": ""})

    assert (answer.status_code, code(answer)) == (400, "INVALID_VALUE")


def test_a_missing_request_id_is_a_missing_value(pds, issued):
    del pds.headers["X-Request-ID"]

    answer = pds.get(f"/Patient/{issued.person.nhs_number}")

    assert (answer.status_code, code(answer)) == (400, "MISSING_VALUE")
    assert answer.json()["issue"][0]["code"] == "required"


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [
        pytest.param("PATCH", "/Patient/{number}", 403, "INVALID_METHOD", id="patch"),
        pytest.param("POST", "/Patient", 403, "INVALID_METHOD", id="post"),
        pytest.param("PUT", "/Patient/{number}", 400, "UNSUPPORTED_SERVICE", id="put"),
        pytest.param("DELETE", "/Patient/{number}", 400, "UNSUPPORTED_SERVICE", id="delete"),
    ],
)
def test_a_write_is_refused_and_recorded_as_one(pds, issued, seen, method, path, status, expected):
    answer = pds.request(method, path.format(number=issued.person.nhs_number), json={})

    assert (answer.status_code, code(answer)) == (status, expected)
    assert seen.last("pds", "write_patient")["data"]["request"]["start"]["method"] == method


def test_an_unknown_path_is_an_unsupported_request(pds):
    answer = pds.get("/metadata")

    assert (answer.status_code, code(answer)) == (400, "UNSUPPORTED_REQUEST")
    assert "'/metadata'" in answer.json()["issue"][0]["diagnostics"]


def test_a_call_belongs_to_the_journey_of_its_patient(pds, issued, seen):
    pds.get(f"/Patient/{issued.person.nhs_number}")

    event = seen.last("pds", "read_patient")
    assert event["journey"] == issued.journey
    assert event["data"]["rule"] == f"NHS number {issued.person.nhs_number}"
    assert event["data"]["certainty"] == "published"


def test_a_search_belongs_to_its_journey_though_the_name_is_percent_encoded(pds, admit, seen):
    issued = next(found for found in iter(admit, None) if not found.person.family.isascii())

    search(pds, issued.person)

    assert seen.last("pds", "search_patient")["journey"] == issued.journey


def test_an_unmatched_call_is_kept_with_a_reason(pds, seen):
    pds.get("/Patient/9990000018")

    event = seen.last("pds", "read_patient")
    assert event["journey"] is None
    assert event["data"]["unmatched"] == "NHS number 9990000018 belongs to no journey of this run"


def test_a_number_that_may_be_a_real_persons_is_masked(pds, seen, world):
    answer = pds.get("/Patient/4010232137")

    event = seen.last("pds", "read_patient")
    assert answer.status_code == 404
    assert "4010232137" not in str(event)
    assert "masked" in event["data"]["request"]["start"]["target"]
    assert len(world.recorder.guard.findings) >= 1
