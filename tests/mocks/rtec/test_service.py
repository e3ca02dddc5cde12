"""Real Time Exemption Checking: over TLS, found, not found, and what is refused."""

import base64
import json
import ssl

import httpx
import pytest

from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.exemptions import HeldExemption
from cpcs_harness.people.prescription_id import check_character

TOKEN = ".".join(
    base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
    for part in ({"alg": "none", "typ": "JWT"}, {"iss": "200000000118", "requesting_organization": "FA101"})
)


@pytest.fixture(scope="module")
def trusted(world):
    """A client that trusts the throw-away authority, as a candidate is configured to."""
    context = ssl.create_default_context(cadata=world.environment.ca_pem)
    with httpx.Client(verify=context, trust_env=False) as client:
        yield client


@pytest.fixture
def asked(issued):
    body = f"{issued.person.nhs_number[:6]}-A83008-{issued.person.nhs_number[5:]}"
    return {
        "dob": issued.person.birth_date.isoformat(),
        "nhsNumber": issued.person.nhs_number,
        "postcode": issued.person.postcode,
        "forename": "Jo",
        "surname": "Attwell",
        "prescriptionId": body + check_character(body),
    }


@pytest.fixture
def search(nation, trusted):
    def search(body, token=f"{TOKEN}."):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return trusted.post(
            nation.candidate_endpoints()["rtec"]["base"] + "/search", json=body, headers=headers
        )

    return search


@pytest.mark.parametrize("type", ["9005", "9006", "9999"])
def test_what_is_held_is_found(world, issued, asked, search, type):
    world.hold(HeldExemption(asked["nhsNumber"], asked["prescriptionId"], type), issued.journey)

    answer = search(asked)

    assert (answer.status_code, answer.json()["type"]) == (200, type)


def test_what_is_not_held_is_not_found(asked, search):
    answer = search(asked)

    assert answer.status_code == 404
    assert answer.json()["type"] is None
    assert "not been found" in answer.json()["message"]


def test_another_prescription_of_the_same_patient_is_not_found(world, issued, asked, search):
    world.hold(HeldExemption(asked["nhsNumber"], "9AD427-A83008-2E461K", "9005"), issued.journey)

    assert search(asked).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("dob", "28/02/1980", id="a-day-as-people-write-it"),
        pytest.param("dob", "1981-02-29", id="no-day-at-all"),
        pytest.param("nhsNumber", "9990000000", id="check-digit"),
        pytest.param("postcode", "", id="no-postcode"),
        pytest.param("forename", "Zoë", id="not-ascii"),
        pytest.param("surname", None, id="null"),
        pytest.param("prescriptionId", "9AD427-A83008-2E461X", id="check-character"),
        pytest.param("prescriptionId", "9C18AE6F-510C-F7A3-E050-D20AE3A231C8C", id="release-1"),
    ],
)
def test_what_is_no_valid_field_is_refused(asked, search, field, value):
    answer = search({**asked, field: value})

    assert answer.status_code == 400
    assert answer.json() == {"message": f"Please provide a valid {field}", "type": None}


@pytest.mark.parametrize("body", [[], "", None, 7, {"dob": {}}])
def test_what_is_no_object_of_texts_is_refused(search, body):
    assert search(body).status_code == 400


def test_a_token_is_kept_and_not_judged(asked, search, seen):
    search(asked)
    search(asked, token="no-token-at-all")

    first, second = (
        event["data"]["facts"]["token"] for event in seen.exchanges("rtec", "search_exemption")[-2:]
    )
    assert first["payload"] == {"iss": "200000000118", "requesting_organization": "FA101"}
    assert (first["parts"], first["header"]["alg"], first["signature"]) == (3, "none", "")
    assert (second["parts"], second["header"], second["payload"]) == (1, None, None)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b'{"iat": NaN, "exp": Infinity}', id="no-numbers"),
        pytest.param(b'{"iss": "\\ud800"}', id="half-a-character"),
        pytest.param(b'{"a":' * 2000 + b"1" + b"}" * 2000, id="nested"),
        pytest.param(b"\xff\xfe", id="no-text"),
        pytest.param(b'{"iat": ' + b"9" * 5000 + b"}", id="a-number-without-end"),
    ],
)
def test_a_hostile_token_is_recorded_and_breaks_nothing(asked, search, seen, payload):
    part = base64.urlsafe_b64encode(payload).decode().rstrip("=")

    assert search(asked, token=f"{TOKEN.split('.')[0]}.{part}.").status_code == 404
    assert "harness_error" not in seen.last("rtec", "search_exemption")["data"]["facts"]


def test_without_a_token_nothing_is_told(asked, search):
    assert search(asked, token="").status_code == 401


@pytest.mark.parametrize("status", [500, 501, 503])
def test_it_can_be_out_of_service(world, issued, asked, search, status):
    world.faults.plan(Fault("down", "rtec", "search_exemption", issued.journey, status=status))

    answer = search(asked)

    assert (answer.status_code, answer.content) == (status, b"")


def test_a_call_is_of_the_journey_whose_patient_it_is_about(issued, asked, search, seen):
    search(asked)

    assert seen.last("rtec", "search_exemption")["journey"] == issued.journey


def test_who_does_not_trust_the_authority_is_not_served(nation, asked):
    with httpx.Client(trust_env=False) as stranger, pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
        stranger.post(nation.candidate_endpoints()["rtec"]["base"] + "/search", json=asked)
