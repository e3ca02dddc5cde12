"""The token endpoint: what it gives, and each refusal in the gateway's own order."""

import itertools
import uuid

import pytest
from joserfc.jwk import RSAKey

from cpcs_harness._content.mocks.identity.platform.service import Platform


def test_a_good_assertion_is_given_a_token(ask_for_token, sign, claims, nation):
    answer = ask_for_token(sign(claims))

    body = answer.json()
    assert answer.status_code == 200
    assert (body["expires_in"], body["token_type"]) == ("599", "Bearer")
    assert body["issued_at"].isdigit()
    assert nation[Platform].is_good(body["access_token"])


@pytest.mark.usefixtures("another_time")
def test_in_a_sitting_of_another_time_a_token_lasts_and_assertions_of_either_time_are_taken(
    pds, issued, ask_for_token, sign, claims, world
):
    moved = claims | {"exp": int(world.clock.now().timestamp()) + 240, "jti": str(uuid.uuid4())}
    neither = claims | {"exp": claims["exp"] + 86_400, "jti": str(uuid.uuid4())}

    assert pds.get(f"/Patient/{issued.person.nhs_number}").status_code == 200
    assert ask_for_token(sign(moved)).status_code == 200
    assert ask_for_token(sign(neither)).status_code == 400


def test_a_token_ends_by_the_clock_of_tokens(pds, issued, later):
    later(600)

    answer = pds.get(f"/Patient/{issued.person.nhs_number}")

    assert answer.status_code == 401
    assert answer.json()["issue"][0]["diagnostics"] == "Access Token expired"


def test_a_tokens_life_can_be_shortened(ask_for_token, sign, claims):
    answer = ask_for_token(sign(claims), _access_token_expiry_ms="5000")

    assert answer.json()["expires_in"] == "5"


def test_token_requests_belong_to_the_run(ask_for_token, sign, claims, seen):
    ask_for_token(sign(claims))

    event = seen.last("oauth", "token")
    assert event["journey"] == "run"
    assert "whole candidate" in event["data"]["rule"]
    assert event["data"]["certainty"] == "published"


def test_anything_but_post_is_405(nation, http):
    answer = http.get(nation.candidate_endpoints()["pds"]["token_url"])

    assert answer.status_code == 405


@pytest.mark.parametrize(
    "content_type",
    [
        pytest.param("application/json", id="json"),
        pytest.param("application/x-www-form-urlencoded; charset=UTF-8", id="with-charset"),
    ],
)
def test_the_content_type_is_compared_to_the_letter(nation, http, content_type):
    url = nation.candidate_endpoints()["pds"]["token_url"]

    answer = http.post(url, content=b"grant_type=x", headers={"Content-Type": content_type})

    assert (answer.status_code, answer.json()["error"]) == (415, "invalid_request")


@pytest.mark.parametrize(
    ("changes", "status", "error", "told"),
    [
        pytest.param({"grant_type": None}, 400, "invalid_request", "grant_type", id="no-grant"),
        pytest.param(
            {"grant_type": "password"}, 400, "unsupported_grant_type", "grant_type", id="other-grant"
        ),
        pytest.param(
            {"grant_type": "password", "subject_token_type": "urn:ietf:params:oauth:token-type:id_token"},
            400,
            "invalid_request",
            "token exchange",
            id="other-grant-for-an-exchange",
        ),
        pytest.param(
            {"client_assertion_type": "x"}, 400, "invalid_request", "client_assertion_type", id="type"
        ),
        pytest.param(
            {"client_assertion": None}, 400, "invalid_request", "client_assertion is missing", id="none"
        ),
        pytest.param({"client_assertion": "a.b"}, 400, "invalid_request", "not a JWT", id="malformed"),
        pytest.param({"client_assertion": "e30.W10.x"}, 400, "invalid_request", "not a JWT", id="not-claims"),
    ],
)
def test_a_wrong_form_is_refused(ask_for_token, sign, claims, changes, status, error, told):
    answer = ask_for_token(sign(claims), **changes)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert told in answer.json()["error_description"]
    assert answer.json()["message_id"]


FAULTS = [
    # name, header, claims (None takes one away), status, error, what is told; in the gateway's order
    ("alg", {"alg": "RS256"}, {}, 400, "invalid_request", "alg"),
    ("expired", {}, {"exp": 1}, 400, "invalid_request", "has passed"),
    ("no-kid", {"kid": None}, {}, 400, "invalid_request", "no kid"),
    ("typ", {"typ": "JOSE"}, {}, 400, "invalid_request", "typ"),
    ("no-exp", {}, {"exp": None}, 400, "invalid_request", "no exp"),
    ("exp-text", {}, {"exp": "soon"}, 400, "invalid_request", "exp is no number"),
    ("iss-sub", {}, {"iss": "somebody"}, 400, "invalid_request", "iss and sub"),
    ("no-jti", {}, {"jti": None}, 400, "invalid_request", "no jti"),
    ("empty-jti", {}, {"jti": ""}, 400, "invalid_request", "no jti"),
    ("jti-number", {}, {"jti": 4}, 400, "invalid_request", "no text"),
    ("far-exp", {}, {"exp": 99999999999}, 400, "invalid_request", "five minutes"),
    ("other-key", {}, {"iss": "x", "sub": "x"}, 401, "invalid_request", "no application's key"),
    ("unknown-kid", {"kid": "unheard-of"}, {}, 401, "invalid_request", "no key has this kid"),
    ("aud", {}, {"aud": "https://elsewhere.example/oauth2/token"}, 401, "invalid_request", "aud"),
]


@pytest.mark.parametrize("more", [0.5, -0.25, 0.0])
def test_an_end_may_fall_between_two_seconds(ask_for_token, sign, claims, more):
    assert ask_for_token(sign(claims | {"exp": claims["exp"] - 60 + more})).status_code == 200


@pytest.mark.parametrize("end", [True, [], {"at": 1}, "1e400"], ids=str)
def test_an_end_that_is_no_number_is_refused(ask_for_token, sign, claims, end):
    answer = ask_for_token(sign(claims | {"exp": end}))

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert "exp is no number" in answer.json()["error_description"]


def _changed(claims: dict, changes: dict) -> dict:
    return {name: value for name, value in (claims | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("header", "changes", "status", "error", "told"),
    [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS],
)
def test_a_wrong_assertion_is_refused(ask_for_token, sign, claims, header, changes, status, error, told):
    answer = ask_for_token(sign(_changed(claims, changes), **header))

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert told in answer.json()["error_description"]


_COMPATIBLE = [
    (first, second)
    for first, second in itertools.pairwise(FAULTS)
    if not (first[1].keys() & second[1].keys() or first[2].keys() & second[2].keys())
]


@pytest.mark.parametrize(
    ("first", "second"), [pytest.param(*pair, id=f"{pair[0][0]}-before-{pair[1][0]}") for pair in _COMPATIBLE]
)
def test_of_two_faults_the_first_is_told(ask_for_token, sign, claims, first, second):
    assertion = sign(_changed(claims, first[2] | second[2]), **(first[1] | second[1]))

    assert first[5] in ask_for_token(assertion).json()["error_description"]


def test_another_keys_signature_is_refused(ask_for_token, sign, claims):
    stranger = RSAKey.generate_key(2048).as_pem(private=True)

    answer = ask_for_token(sign(claims, key=stranger))

    assert (answer.status_code, answer.json()["error"]) == (401, "public_key error")


def test_a_jti_is_taken_once(ask_for_token, sign, claims):
    ask_for_token(sign(claims))

    answer = ask_for_token(sign(claims))

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert "jti was used before" in answer.json()["error_description"]


def test_a_jti_is_used_up_by_an_assertion_that_fails_at_the_key(ask_for_token, sign, claims):
    stranger = RSAKey.generate_key(2048).as_pem(private=True)
    ask_for_token(sign(claims, key=stranger))

    assert "jti was used before" in ask_for_token(sign(claims)).json()["error_description"]
    assert ask_for_token(sign(claims | {"jti": str(uuid.uuid4())})).status_code == 200


def test_a_token_says_whom_it_stands_for(nation):
    token = nation[Platform].grants.give(
        mode="healthcare-worker", user_id="555000000001", roles=("555000000011",), session="one"
    )

    grant = nation[Platform].grant_of(token)
    assert (grant.mode, grant.user_id, grant.roles) == (
        "healthcare-worker",
        "555000000001",
        ("555000000011",),
    )
    assert nation[Platform].grants.revoke(session="one") == 1
    assert not nation[Platform].is_good(token)
