"""PDS: what the gateway refuses, in its order, in each access mode (sheet sections 1, 2, 6, 7 and 8)."""

from datetime import timedelta

import pytest

from cpcs_harness._content.mocks.pds.service import PDS
from cpcs_harness.times import Clock
from pds_records import code

BAD_TOKEN = {"Authorization": "Bearer made-up"}


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
def test_6_a_call_without_a_good_token_is_401(pds, issued, authorization, told):
    if authorization is None:
        del pds.headers["Authorization"]
    headers = {} if authorization is None else {"Authorization": authorization}

    answer = pds.get(f"/Patient/{issued.person.nhs_number}", headers=headers)

    assert (answer.status_code, code(answer)) == (401, "ACCESS_DENIED")
    assert answer.json()["issue"][0]["diagnostics"] == told
    assert answer.headers["content-type"] == "application/json"


def test_6_a_token_that_has_ended_is_401(pds, issued, later):
    later(700)

    answer = pds.get(f"/Patient/{issued.person.nhs_number}")

    assert (answer.status_code, answer.json()["issue"][0]["diagnostics"]) == (401, "Access Token expired")


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        pytest.param("/metadata", BAD_TOKEN | {"X-Request-ID": "x"}, "ACCESS_DENIED", id="1-token"),
        pytest.param("/metadata", {"X-Request-ID": "x"}, "UNSUPPORTED_REQUEST", id="6-path"),
        pytest.param("/Patient/1", {"X-Request-ID": "x"}, "INVALID_VALUE", id="7-request-id"),
        pytest.param("/Patient/1", {"X-Request-ID": ""}, "INVALID_VALUE", id="7-empty-request-id"),
        pytest.param("/Coverage", {"X-Request-ID": "x"}, "INVALID_VALUE", id="7-before-10"),
        pytest.param("/Patient?_max-results=2&x=y", {}, "INVALID_VALUE", id="10-max-results"),
        pytest.param("/Patient/1", {}, "INVALID_RESOURCE_ID", id="11-number"),
    ],
)
def test_7_of_two_faults_the_gateway_tells_the_first(pds, path, headers, expected):
    assert code(pds.get(path, headers=headers)) == expected


def test_7_a_missing_request_id_is_told_by_the_spine(pds):
    del pds.headers["X-Request-ID"]

    answer = pds.get("/Patient/1")
    over = pds.get("/Patient?_max-results=2")

    assert (answer.status_code, code(answer)) == (400, "MISSING_VALUE")
    assert answer.json()["issue"][0]["code"] == "required"
    assert over.status_code == 403


@pytest.mark.parametrize("path", ["/metadata", "/Organization", "/Patientx", "/patient/9990000018"])
def test_6_an_unknown_path_is_an_unsupported_request(pds, path):
    answer = pds.get(path)

    assert (answer.status_code, code(answer)) == (400, "UNSUPPORTED_REQUEST")
    assert answer.json()["issue"][0]["diagnostics"] == f"Unsupported path - '{path}'"
    assert answer.headers["content-type"] == "application/json"


def test_6_more_than_one_result_is_not_for_an_application(pds, issued):
    answer = pds.get("/Patient", params={"family": issued.person.family, "_max-results": "5"})

    assert (answer.status_code, code(answer)) == (403, "INVALID_VALUE")
    assert answer.json()["issue"][0]["code"] == "token"


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [
        pytest.param("PATCH", "/Patient/{number}", 403, "INVALID_METHOD", id="patch"),
        pytest.param("POST", "/Patient", 403, "INVALID_METHOD", id="post"),
        pytest.param("POST", "/Patient/$process-birth-details", 403, "INVALID_METHOD", id="birth"),
        pytest.param("PUT", "/Patient/{number}", 400, "UNSUPPORTED_SERVICE", id="put"),
        pytest.param("DELETE", "/Patient/{number}", 400, "UNSUPPORTED_SERVICE", id="delete"),
    ],
)
def test_2_a_write_is_refused_to_an_application_and_recorded_as_one(
    pds, issued, seen, method, path, status, expected
):
    answer = pds.request(method, path.format(number=issued.person.nhs_number), json={})

    assert (answer.status_code, code(answer)) == (status, expected)
    assert seen.last("pds", "write_patient")["data"]["request"]["start"]["method"] == method


@pytest.mark.parametrize("method", ["PATCH", "POST"])
def test_6_an_application_that_only_reads_may_not_write_for_a_healthcare_worker(worker, issued, seen, method):
    path = f"/Patient/{issued.person.nhs_number}" if method == "PATCH" else "/Patient"

    answer = worker().request(method, path, json=[])

    assert (answer.status_code, code(answer)) == (401, "ACCESS_DENIED")
    assert seen.last("pds", "write_patient")["data"]["certainty"] == "inferred"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_2_coverage_is_for_patients_alone(pds, worker, method):
    by_application = pds.request(method, "/Coverage")
    by_worker = worker().request(method, "/Coverage")

    assert [(one.status_code, code(one)) for one in (by_application, by_worker)] == [
        (403, "ACCESS_DENIED")
    ] * 2
    display = by_application.json()["issue"][0]["details"]["coding"][0]["display"]
    assert display == f"Cannot {method} resource with application-restricted access token"


@pytest.mark.parametrize(
    ("roles", "selected", "header", "acts_in"),
    [
        pytest.param(("11", "12"), "12", None, "12", id="selected-at-sign-in"),
        pytest.param(("11", "12"), "12", "11", "12", id="selected-wins-over-the-header"),
        pytest.param(("11", "12"), "", "11", "11", id="header"),
        pytest.param(("11",), "", None, "11", id="the-only-one"),
    ],
)
def test_7_the_role_of_a_healthcare_worker_is_resolved(
    worker, issued, seen, roles, selected, header, acts_in
):
    headers = {} if header is None else {"NHSD-Session-URID": header}

    answer = worker(roles, selected, **headers).get(f"/Patient/{issued.person.nhs_number}")

    assert answer.status_code == 200
    facts = seen.last("pds", "read_patient")["data"]["facts"]
    assert (facts["access_mode"], facts["role"]) == ("healthcare-worker", acts_in)


@pytest.mark.parametrize(
    ("roles", "header"),
    [
        pytest.param(("11", "12"), None, id="several-and-none-said"),
        pytest.param(("11", "12"), "13", id="not-ones-own"),
        pytest.param(("11",), "13", id="not-the-only-one"),
        pytest.param((), None, id="no-role"),
    ],
)
def test_7_a_healthcare_worker_without_a_role_is_refused(worker, issued, roles, header):
    headers = {} if header is None else {"NHSD-Session-URID": header}

    answer = worker(roles, **headers).get(f"/Patient/{issued.person.nhs_number}")

    assert (answer.status_code, code(answer)) == (400, "INVALID_VALUE")
    told = answer.json()["issue"][0]["diagnostics"]
    assert told.startswith(f"Invalid value - '{header or ''}' in header 'NHSD-Session-URID'")


def test_2_1_an_applications_role_header_is_ignored(pds, issued):
    answer = pds.get(f"/Patient/{issued.person.nhs_number}", headers={"NHSD-Session-URID": "no role"})

    assert answer.status_code == 200


def test_2_1_headers_that_only_the_gateway_sets_have_no_effect(pds, hold, issued):
    headers = {"NHSE-PDS-Privileged-Access": "true", "Prefer": "respond-async", "If-None-Match": 'W/"1"'}

    assert pds.get(f"/Patient/{issued.person.nhs_number}", headers=headers).status_code == 200


@pytest.fixture
def limited(nation):
    """PDS takes three calls a minute."""
    nation[PDS].gateway.limit_per_minute = 3
    yield
    nation[PDS].gateway.limit_per_minute = None


@pytest.mark.usefixtures("limited")
def test_8_calls_over_the_quota_are_refused_for_the_rest_of_a_minute(pds, world, issued):
    path = f"/Patient/{issued.person.nhs_number}"

    answers = [pds.get(path) for _ in range(4)]
    world.token_clock = Clock(timedelta(seconds=61))
    afterwards = pds.get(path)
    world.token_clock = Clock()

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert (code(answers[3]), answers[3].json()["issue"][0]["code"]) == ("TOO_MANY_REQUESTS", "value")
    assert "retry-after" not in answers[3].headers
    assert afterwards.status_code == 200


@pytest.mark.usefixtures("limited")
def test_7_the_quota_is_looked_at_after_the_token_and_before_the_path(pds):
    for _ in range(3):
        pds.get("/metadata")

    assert pds.get("/metadata").status_code == 429
    assert pds.get("/metadata", headers=BAD_TOKEN).status_code == 401


def test_8_no_quota_is_set_unless_somebody_sets_one(pds, issued):
    statuses = {pds.get(f"/Patient/{issued.person.nhs_number}").status_code for _ in range(30)}

    assert statuses == {200}


def test_7_anybody_may_ping(http, nation):
    answer = http.get(nation.candidate_endpoints()["pds"]["base"] + "/_ping")

    assert (answer.status_code, set(answer.json())) == (
        200,
        {"version", "revision", "releaseId", "commitId"},
    )


def test_7_the_status_wants_an_api_key(http, nation):
    url = nation.candidate_endpoints()["pds"]["base"] + "/_status"

    assert http.get(url).status_code == 401
    assert "spine:status" in http.get(url, headers={"apikey": "any"}).json()["checks"]


def test_2_1_a_browser_is_told_what_it_may_send(http, nation):
    url = nation.candidate_endpoints()["pds"]["base"] + "/Patient"
    headers = {"Origin": "https://pharmacy.example", "Access-Control-Request-Method": "GET"}

    allowed = http.options(url, headers=headers).headers["access-control-allow-headers"]

    assert {"nhsd-session-urid", "nhsd-end-user-organisation-ods"} <= set(allowed.split(", "))
    assert http.options(url).status_code == 502


def test_2_a_path_below_patient_that_is_none_is_an_unsupported_service(pds, issued):
    answer = pds.get(f"/Patient/{issued.person.nhs_number}/Observation")

    assert (answer.status_code, code(answer)) == (400, "UNSUPPORTED_SERVICE")
    assert code(pds.get("/Patient/")) == "UNSUPPORTED_SERVICE"


@pytest.mark.parametrize(
    ("method", "path", "operation", "expected"),
    [
        pytest.param("PUT", "/Patient/9990000018", "write_patient", "published", id="put"),
        pytest.param("DELETE", "/Patient/9990000018", "write_patient", "inferred", id="delete"),
        pytest.param("GET", "/metadata", "unknown", "published", id="metadata"),
    ],
)
def test_6_what_is_not_there_is_called_published_only_where_it_is(
    pds, seen, method, path, operation, expected
):
    assert pds.request(method, path).status_code == 400
    assert seen.last("pds", operation)["data"]["certainty"] == expected


def test_6_outside_pds_nothing_is_published(pds, seen, nation):
    pds.get(str(pds.base_url.copy_with(path="/elsewhere")))

    assert seen.last("pds", "unknown")["data"]["certainty"] == "inferred"


def test_whose_token_it_was_is_known_however_the_call_is_answered(worker, issued, seen, pds):
    number = issued.person.nhs_number
    pds.get(f"/Patient/{number}", headers={"X-Request-ID": "no UUID"})
    by_application = seen.last("pds", "read_patient")["data"]["facts"]
    worker(("11", "12")).get(f"/Patient/{number}")
    without_role = seen.last("pds", "read_patient")["data"]["facts"]
    pds.get(f"/Patient/{number}", headers={"Authorization": "Bearer nobody's"})
    unknown = seen.last("pds", "read_patient")["data"]["facts"]

    assert by_application["access_mode"] == "application-restricted"
    assert (without_role["access_mode"], without_role["role"]) == ("healthcare-worker", "")
    assert "access_mode" not in unknown
