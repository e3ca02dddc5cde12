"""The token endpoint for healthcare workers: exchange of an ID token, refresh, and what ends them."""

import uuid

import pytest

from cpcs_harness._content.mocks.identity.cis2.claims import Asked, SignedIn, id_token
from cpcs_harness._content.mocks.identity.cis2.service import CIS2
from cpcs_harness._content.mocks.identity.platform.service import Platform

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
OF_ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"


@pytest.fixture
def signed_in(issued, world):
    own = world.environment.cis2_client_id
    asked = Asked(own, "http://127.0.0.1:9/back", ("openid",), "state", "nonce", ("AAL3_ANY",), "")
    return SignedIn(asked, issued.care_worker, "AAL3_N3_SMARTCARD", 3, world.clock.now())


@pytest.fixture
def id_claims(signed_in, nation, world):
    return id_token(nation[CIS2].keys.issuer, signed_in, world.clock.now(), "access")


@pytest.fixture
def exchange(ask_for_token, sign, claims, nation):
    """Exchanges an ID token of these claims; changes are of the form."""

    def exchange(id_claims, **changes):
        form = {
            "grant_type": EXCHANGE,
            "subject_token_type": OF_ID_TOKEN,
            "subject_token": nation[CIS2].keys.sign(id_claims),
        }
        return ask_for_token(sign(claims | {"jti": str(uuid.uuid4())}), **(form | changes))

    return exchange


@pytest.fixture
def refresh(ask_for_token, world):
    def refresh(token, **changes):
        form = {
            "grant_type": "refresh_token",
            "client_id": world.environment.api_key,
            "client_secret": world.environment.api_secret,
            "refresh_token": token,
            "client_assertion_type": None,
        }
        return ask_for_token(None, **(form | changes))

    return refresh


def test_an_id_token_is_exchanged_for_tokens_in_its_persons_name(exchange, id_claims, signed_in, nation):
    answer = exchange(id_claims)

    body = answer.json()
    assert answer.status_code == 200
    assert body["issued_token_type"] == "urn:ietf:params:oauth:token-type:access_token"
    assert (body["expires_in"], body["token_type"], body["refresh_count"]) == ("599", "Bearer", "0")
    grant = nation[Platform].grant_of(body["access_token"])
    assert (grant.mode, grant.user_id) == ("healthcare-worker", signed_in.worker.user_id)
    assert grant.roles == tuple(role.role_id for role in signed_in.worker.roles)
    assert grant.session == signed_in.sid


def test_an_exchange_belongs_to_the_journey_of_the_person(exchange, id_claims, issued, seen):
    exchange(id_claims)

    event = seen.last("oauth", "exchange")
    assert event["journey"] == issued.journey
    assert event["data"]["facts"]["user_id"] == issued.care_worker.user_id


def test_a_role_selected_at_cis2_goes_with_the_token(exchange, id_claims, nation):
    body = exchange(id_claims | {"selected_roleid": "560000000001"}).json()

    assert nation[Platform].grant_of(body["access_token"]).selected_role == "560000000001"


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        pytest.param({"exp": None}, 400, "no exp", id="no-exp"),
        pytest.param({"exp": "soon"}, 400, "exp is no number", id="exp-text"),
        pytest.param({"exp": 1}, 400, "has passed", id="expired"),
        pytest.param({"iss": None}, 400, "no iss", id="no-iss"),
        pytest.param({"aud": None}, 401, "aud", id="no-aud"),
        pytest.param({"iss": "https://elsewhere.example"}, 400, "iss is not", id="other-iss"),
        pytest.param({"authentication_assurance_level": 1}, 401, "assurance level", id="level-1"),
        pytest.param({"authentication_assurance_level": None}, 401, "assurance level", id="no-level"),
    ],
)
def test_a_wrong_id_token_is_refused(exchange, id_claims, changes, status, told):
    wrong = {name: value for name, value in (id_claims | changes).items() if value is not None}

    answer = exchange(wrong)

    assert answer.status_code == status
    assert told in answer.json()["error_description"]


def test_an_id_token_may_end_between_two_seconds(exchange, id_claims):
    assert exchange(id_claims | {"exp": id_claims["exp"] - 0.5}).status_code == 200


def test_of_two_faults_of_an_id_token_the_first_is_told(exchange, id_claims):
    answer = exchange(id_claims | {"exp": 1, "iss": "https://elsewhere.example"})

    assert "has passed" in answer.json()["error_description"]


def test_an_id_token_that_a_stranger_signed_is_refused(exchange, id_claims, nation):
    answer = exchange(id_claims, subject_token=nation[CIS2].keys.sign(id_claims, forged="signature"))

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_request")
    assert "signature" in answer.json()["error_description"]


def test_an_id_token_of_the_key_before_the_last_is_taken(exchange, id_claims, nation):
    before = nation[CIS2].keys.sign(id_claims)
    nation[CIS2].keys.rotate()

    assert exchange(id_claims, subject_token=before).status_code == 200


@pytest.mark.parametrize(
    ("changes", "error", "told"),
    [
        pytest.param({"subject_token_type": "jwt"}, "invalid_request", "subject_token_type", id="type"),
        pytest.param({"subject_token": None}, "invalid_request", "subject_token is missing", id="none"),
        pytest.param({"subject_token": "a.b"}, "invalid_request", "not a JWT", id="malformed"),
        pytest.param({"client_assertion": None}, "invalid_request", "client_assertion", id="assertion"),
        pytest.param({"grant_type": "urn:x"}, "invalid_request", "grant_type", id="grant"),
    ],
)
def test_a_wrong_exchange_is_refused(exchange, id_claims, changes, error, told):
    answer = exchange(id_claims, **changes)

    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert told in answer.json()["error_description"]


def test_a_refresh_token_gives_further_tokens_and_counts(exchange, refresh, id_claims, nation):
    first = exchange(id_claims).json()

    again = [refresh(first["refresh_token"]).json() for _ in range(2)]

    assert [one["refresh_count"] for one in again] == ["1", "2"]
    assert all(nation[Platform].is_good(one["access_token"]) for one in again)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"client_secret": "wrong"}, "invalid_client", id="secret"),
        pytest.param({"client_id": None}, "invalid_client", id="client"),
        pytest.param({"refresh_token": "made-up"}, "invalid_grant", id="unknown"),
    ],
)
def test_a_wrong_refresh_is_refused(exchange, refresh, id_claims, changes, error):
    token = exchange(id_claims).json()["refresh_token"]

    answer = refresh(token, **changes)

    assert (answer.status_code, answer.json()["error"]) == (401, error)


def test_a_refresh_token_ends(exchange, refresh, id_claims, later):
    token = exchange(id_claims).json()["refresh_token"]
    later(3600)

    assert refresh(token).json()["error"] == "invalid_grant"


def test_what_was_revoked_opens_nothing_more(exchange, refresh, id_claims, signed_in, nation):
    given = exchange(id_claims).json()
    nation[Platform].grants.revoke(session=signed_in.sid)

    assert not nation[Platform].is_good(given["access_token"])
    assert refresh(given["refresh_token"]).status_code == 401


def test_one_persons_tokens_can_last_less_long(
    exchange, id_claims, signed_in, nation, ask_for_token, sign, claims
):
    nation[Platform].grants.lifetimes[signed_in.worker.user_id] = 2

    assert exchange(id_claims).json()["expires_in"] == "2"
    assert ask_for_token(sign(claims)).json()["expires_in"] == "599"


@pytest.mark.parametrize(
    ("state", "told"),
    [
        pytest.param("unregistered", "no public key", id="none"),
        pytest.param("unreachable", "out of reach", id="out-of-reach"),
    ],
)
def test_a_key_that_cannot_be_had_is_403_before_it_is_looked_at(
    ask_for_token, sign, claims, nation, state, told
):
    nation[Platform].assertions.registration = state
    try:
        answer = ask_for_token(sign(claims, kid="unheard-of"))
    finally:
        nation[Platform].assertions.registration = "registered"

    assert (answer.status_code, answer.json()["error"]) == (403, "public_key error")
    assert told in answer.json()["error_description"]


def test_an_application_without_a_subscription_is_unauthorised(ask_for_token, sign, claims, nation):
    nation[Platform].subscribed = False
    try:
        answer = ask_for_token(sign(claims))
    finally:
        nation[Platform].subscribed = True

    assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized_client")
