"""Calls that nobody honest makes: they are refused or answered, and never break a mock."""

import base64
import json
import time

import pytest

from cpcs_harness._content.mocks.identity.platform.service import Platform


def written(claims, header='{"alg":"RS512","typ":"JWT","kid":"x"}'):
    """A JWT of these texts, with a signature of nobody's."""
    parts = (header, claims, "signature")
    return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts)


def nested(depth):
    return '{"sub":' + "[" * depth + "]" * depth + "}"


CLAIMS = [
    pytest.param('{"exp":1' + "0" * 400 + "}", id="huge-exp"),
    pytest.param('{"exp":1' + "0" * 5000 + "}", id="huger-exp"),
    pytest.param('{"exp":NaN}', id="no-number"),
    pytest.param('{"exp":1e999}', id="infinite-exp"),
    pytest.param('{"sub":"\\ud800","iss":"\\ud800","exp":99999999999,"jti":"\\ud800"}', id="half-a-letter"),
    pytest.param('{"iss":[],"sub":[],"exp":99999999999,"jti":"x"}', id="lists"),
    *(pytest.param(nested(depth), id=f"depth-{depth}") for depth in (800, *range(890, 1000, 6), 100_000)),
]


@pytest.mark.parametrize("text", CLAIMS)
def test_claims_of_any_kind_are_refused(ask_for_token, text, seen):
    answer = ask_for_token(written(text))

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert "harness_error" not in seen.last("oauth", "token")["data"].get("facts", {})


def test_a_crit_that_is_no_list_of_names_is_refused(ask_for_token, world, claims, seen):
    header = {"alg": "RS512", "typ": "JWT", "kid": world.environment.kid, "crit": 1}

    answer = ask_for_token(written(json.dumps(claims), json.dumps(header)))

    assert (answer.status_code, answer.json()["error"]) == (401, "public_key error")
    assert "harness_error" not in seen.last("oauth", "token")["data"].get("facts", {})


@pytest.mark.parametrize("text", CLAIMS)
def test_an_id_token_of_any_kind_is_refused(ask_for_token, sign, claims, text, seen):
    exchange = {
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
        "subject_token": written(text),
    }

    assert ask_for_token(sign(claims), **exchange).status_code in (400, 401)
    assert "harness_error" not in seen.last("oauth", "exchange")["data"].get("facts", {})


@pytest.mark.parametrize("header", ["1", "[]", "null", '"alg"', '{"alg":1}', '{"alg":"RS512","crit":1}', "{"])
def test_a_header_of_any_kind_is_refused(ask_for_token, header):
    assert ask_for_token(written("{}", header)).status_code == 400


@pytest.mark.parametrize("wanted", ["9" * 5000, "٣", "-1", "1e3", "0x10", "²"])
def test_a_lifetime_of_any_kind_is_answered(ask_for_token, sign, claims, wanted):
    answer = ask_for_token(sign(claims), _access_token_expiry_ms=wanted)

    assert answer.status_code == 200
    assert float(answer.json()["expires_in"]) <= 599


def test_a_form_of_many_fields_is_not_read_to_its_end(nation, http):
    url = nation.candidate_endpoints()["pds"]["token_url"]
    content = b"a=1&" * 100_000 + b"grant_type=password"

    answer = http.post(url, content=content, headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


HALF = '"\\ud800"'


@pytest.mark.parametrize("code", [HALF, "[[[]]]", "{}", "1e999", '"' + "x" * 100_000 + '"'])
def test_a_permission_of_any_kind_is_refused(nation, http, code):
    token = nation[Platform].grants.give(
        mode="healthcare-worker", user_id="555000000001", roles=("555000000011",)
    )
    value = f'{{"system":"https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission","code":{code}}}'
    parts = f'[{{"name":"nhsNumber","valueString":{HALF}}},{{"name":"permissionCode","valueCoding":{value}}}]'
    body = f'{{"resourceType":"Parameters","parameter":[{{"name":"setPermissions","part":{parts}}}]}}'

    answer = http.post(
        nation.candidate_endpoints()["scr"]["base"] + "/$setPermission",
        content=body,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"},
    )

    assert answer.status_code == 400
    assert len(answer.json()["issue"][0]["details"]["text"]) < 1000


@pytest.mark.parametrize(
    "query",
    [
        "family=%FF%FE&birthdate=1980-01-01",
        "family=%00*&birthdate=1980-01-01",
        "family=a&family=b&birthdate=1980-01-01",
        "family=a&given=" + "&given=".join(["Jo*"] * 5000) + "&birthdate=ge1900-01-01",
        "birthdate=ge1900-01-01&family=" + "a" * 3 + "*" * 32,
        "family=%F0%9F%98%80&birthdate=1980-01-01&given=%ED%A0%80",
        "family=a&birthdate=%D9%A1980-01-01",
        "family=a&birthdate=1980-01-01&email=" + "x" * 50_000,
        "family=a&birthdate=ge1900-01-01&phone=" + "x" * 50_000,
        "&".join(f"p{number}=1" for number in range(5000)),
    ],
)
def test_a_search_of_any_kind_is_answered(pds, query):
    started = time.process_time()  # not what others on the machine take

    answer = pds.get(f"/Patient?{query}")

    assert answer.status_code in (200, 400)
    assert answer.json()["resourceType"] in ("Bundle", "OperationOutcome")
    assert time.process_time() - started < 2


def test_what_a_search_held_is_told_again_without_breaking(pds):
    answer = pds.get("/Patient?family=a&birthdate=%ED%A0%80")

    assert json.loads(answer.content)["issue"][0]["details"]["coding"][0]["code"] == "INVALID_VALUE"
