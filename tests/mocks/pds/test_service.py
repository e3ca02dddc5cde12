"""PDS: retrieval by NHS number, mirrored ids, and to which journey a call belongs (sheet sections 2, 3 and 6)."""

import uuid

import pytest

from pds_records import code


def test_2_a_patient_is_read_by_nhs_number(pds, issued):
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


def test_2_2_request_and_correlation_ids_are_mirrored(pds, issued):
    request_id = str(uuid.uuid4())
    headers = {"X-Request-ID": request_id, "X-Correlation-ID": "one-consultation"}

    answer = pds.get(f"/Patient/{issued.person.nhs_number}", headers=headers)

    assert answer.headers["x-request-id"] == request_id
    assert answer.headers["x-correlation-id"] == "one-consultation"


def test_2_2_ids_are_mirrored_on_errors_and_absent_where_none_was_sent(pds):
    request_id = pds.headers["X-Request-ID"]
    told = pds.get("/Patient/1")
    del pds.headers["X-Request-ID"]
    untold = pds.get("/Patient/1")

    assert (told.headers["x-request-id"], told.headers.get("x-correlation-id")) == (request_id, None)
    assert "x-request-id" not in untold.headers


def test_2_2_a_search_has_no_etag(pds, issued):
    person = issued.person
    asked = {"family": person.family, "birthdate": person.birth_date.isoformat()}

    assert "etag" not in pds.get("/Patient", params=asked).headers


@pytest.mark.parametrize("path", ["", "/RelatedPerson"], ids=["patient", "related"])
@pytest.mark.parametrize(
    ("number", "status", "expected"),
    [
        pytest.param("9111231130", 404, "RESOURCE_NOT_FOUND", id="6-unknown"),
        pytest.param("9000000000", 400, "INVALID_RESOURCE_ID", id="6-check-digit"),
        pytest.param("12345", 400, "INVALID_RESOURCE_ID", id="6-short"),
        pytest.param("943 476 5919", 400, "INVALID_RESOURCE_ID", id="6-spaced"),
        pytest.param("٩٩٩٠٠٠٠٠١٨", 400, "INVALID_RESOURCE_ID", id="6-other-digits"),
    ],
)
def test_a_number_that_is_nobodys_is_refused(pds, number, path, status, expected):
    answer = pds.get(f"/Patient/{number}{path}")

    assert (answer.status_code, code(answer)) == (status, expected)


def test_6_nobody_found_is_said_as_information(pds):
    issue = pds.get("/Patient/9111231130").json()["issue"][0]

    assert (issue["severity"], issue["code"]) == ("information", "not-found")
    assert "diagnostics" not in issue


def test_6_an_outcome_names_its_code_system(pds):
    answer = pds.get("/Patient/1")

    coding = answer.json()["issue"][0]["details"]["coding"][0]
    assert coding["system"] == "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode"
    assert coding["version"] == "1"
    assert answer.headers["content-type"] == "application/fhir+json"


def test_a_call_belongs_to_the_journey_of_its_patient(pds, issued, seen):
    pds.get(f"/Patient/{issued.person.nhs_number}")

    event = seen.last("pds", "read_patient")
    assert event["journey"] == issued.journey
    assert event["data"]["rule"] == f"NHS number {issued.person.nhs_number}"
    assert event["data"]["certainty"] == "published"


def test_a_search_belongs_to_its_journey_though_the_name_is_percent_encoded(pds, admit, seen):
    issued = next(found for found in iter(admit, None) if not found.person.family.isascii())
    person = issued.person

    pds.get("/Patient", params={"family": person.family, "birthdate": person.birth_date.isoformat()})

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
