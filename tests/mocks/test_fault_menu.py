"""What journeys have go wrong at PDS and at the token endpoint, as a caller meets it."""

import uuid

import httpx
import pytest

from cpcs_harness.errors import HarnessError
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.mockkit.faults import Fault


@pytest.fixture
def goes_wrong(world, issued):
    """Has the next call for this patient go wrong, in a way of the menu."""

    def goes_wrong(name, service="pds", operation="read_patient", **changes):
        how = fault_menu(service)[name] | changes
        journey = None if service == "oauth" else issued.journey
        world.faults.plan(Fault(name, service, operation, journey, **how))

    return goes_wrong


@pytest.fixture
def read(pds, issued):
    return lambda **how: pds.get(f"/Patient/{issued.person.nhs_number}", **how)


@pytest.mark.parametrize(
    ("name", "status", "code", "retry_after"),
    [
        pytest.param("rate-limited", 429, "TOO_MANY_REQUESTS", None, id="6-429-quota"),
        pytest.param("rate-limited-spike", 429, "TOO_MANY_REQUESTS", None, id="6-429-spike"),
        pytest.param("rate-limited-whole-api", 429, "TOO_MANY_REQUESTS", None, id="6-429-whole-api"),
        pytest.param("rate-limited-retry-after", 429, "TOO_MANY_REQUESTS", "2", id="16-429-retry-after"),
        pytest.param("unavailable-retry-after", 503, "SERVICE_UNAVAILABLE", "5", id="2.2-503-retry-after"),
        pytest.param("unavailable", 503, "SERVICE_UNAVAILABLE", None, id="6-503"),
        pytest.param("timeout-408", 408, "UNABLE_TO_CALL_SERVICE", None, id="6-408"),
        pytest.param("server-error", 500, "UNKNOWN_ERROR", None, id="6-500"),
        pytest.param("token-refused", 401, "ACCESS_DENIED", None, id="6-401"),
    ],
)
def test_an_outcome_of_the_menu_is_answered_with_its_status_and_headers(
    goes_wrong, read, name, status, code, retry_after
):
    goes_wrong(name)
    request_id = str(uuid.uuid4())

    answer = read(headers={"X-Request-ID": request_id})

    issue = answer.json()["issue"][0]
    assert (answer.status_code, issue["details"]["coding"][0]["code"]) == (status, code)
    assert answer.headers.get("retry-after") == retry_after
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-request-id"] == request_id
    assert read().status_code == 200


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        pytest.param("bad-search-varied-diagnostics", 400, "INVALID_SEARCH_DATA", id="6-400"),
        pytest.param("not-found-varied-diagnostics", 404, "RESOURCE_NOT_FOUND", id="6-404"),
    ],
)
def test_an_outcome_of_the_spines_differs_from_its_own_in_diagnostics_alone(
    goes_wrong, read, name, status, code
):
    goes_wrong(name)

    answer = read()

    assert (answer.status_code, answer.json()["issue"][0]["details"]["coding"][0]["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/fhir+json"


def test_the_three_kinds_of_rate_limit_differ_in_their_diagnostics():
    menu = fault_menu("pds")
    bodies = {menu[name]["body"] for name in ("rate-limited", "rate-limited-spike", "rate-limited-whole-api")}

    assert len(bodies) == 3
    assert all(b'"code": "value"' in body for body in bodies)  # not FHIR's "throttled"


@pytest.mark.parametrize(
    ("name", "status", "media", "starts"),
    [
        pytest.param("bad-gateway-html", 502, "text/html", "<html>", id="502-html"),
        pytest.param("malformed-json", 200, "application/fhir+json", '{"resourceType', id="malformed"),
        pytest.param("bundle-for-patient", 200, "application/fhir+json", '{"resourceType": "B', id="bundle"),
        pytest.param("wrong-resource", 200, "application/fhir+json", '{"resourceType": "O', id="wrong"),
        pytest.param("wrong-content-type", 200, "text/html", '{"resourceType":"P', id="content-type"),
    ],
)
def test_what_no_client_expects_is_answered(goes_wrong, read, name, status, media, starts):
    goes_wrong(name)

    answer = read()

    assert (answer.status_code, answer.headers["content-type"]) == (status, media)
    assert answer.text.startswith(starts)


def test_an_answer_may_be_empty(goes_wrong, read):
    goes_wrong("empty-200")

    answer = read()

    assert (answer.status_code, answer.content) == (200, b"")


def test_an_answer_may_carry_the_id_of_another_request(goes_wrong, read):
    goes_wrong("request-id-of-another")

    answer = read()

    assert answer.json()["resourceType"] == "Patient"
    assert answer.headers.get_list("x-request-id") == ["00000000-0000-4000-8000-000000000000"]


def test_a_reset_is_a_connection_cut_without_an_answer(goes_wrong, read, seen):
    goes_wrong("reset")

    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        read()

    assert seen.last("pds", "read_patient")["data"]["response"]["start"] == {"dropped": True}
    assert read().status_code == 200


def test_a_hang_ends_when_the_caller_leaves_and_says_how_long_it_waited(goes_wrong, read, seen, pds):
    goes_wrong("hang")
    before = len(seen.exchanges("pds", "read_patient"))

    with pytest.raises(httpx.ReadTimeout):
        read(timeout=0.2)
    for _ in range(100):  # it is recorded once the mock has seen that the caller left
        assert read().status_code == 200
        made = [event["data"] for event in seen.exchanges("pds", "read_patient")[before:]]
        left = [one for one in made if one["response"]["start"] == {"dropped": True}]
        if left:
            break

    assert [150 < one["elapsed_ms"] < 20_000 for one in left] == [True]


def test_a_slow_answer_comes_to_whoever_waits(goes_wrong, read):
    goes_wrong("hang", delay=0.05, drop=False)

    assert read().json()["resourceType"] == "Patient"


@pytest.mark.parametrize(
    ("name", "status"),
    [("rate-limited", 429), ("server-error", 500), ("kid-unknown-401", 401), ("public-key-403", 403)],
)
def test_the_token_endpoint_has_a_menu_of_its_own(
    goes_wrong, ask_for_token, sign, claims, nation, name, status
):
    goes_wrong(name, "oauth", "token")

    answer = ask_for_token(sign(claims))

    assert answer.status_code == status
    assert set(answer.json()) == {"error", "error_description", "message_id"}


def test_a_menu_that_is_not_there_is_told():
    with pytest.raises(HarnessError, match="known: clinical_tracker, dos, mys, oauth, pds, rtec, scr"):
        fault_menu("fax")


def test_a_journey_cannot_spoil_the_menu_for_others():
    fault_menu("pds")["rate-limited"]["headers"]["Retry-After"] = "9"

    assert "Retry-After" not in fault_menu("pds")["rate-limited"]["headers"]
