"""The platform's own sign-in: there, to CIS2, back, and what an application is told of who signed in."""

from urllib.parse import parse_qs, urlsplit

import pytest

from cpcs_harness._content.mocks.identity.cis2.service import CIS2
from cpcs_harness._content.mocks.identity.platform.service import Platform

BACK = "http://127.0.0.1:9/back"


@pytest.fixture
def platform(nation, world):
    nation[CIS2].redirect_uri = BACK
    yield world.addresses["oauth"]
    nation[CIS2].redirect_uri = ""


@pytest.fixture
def authorize(platform, http, world):
    def authorize(**changes):
        query = {
            "client_id": world.environment.api_key,
            "redirect_uri": BACK,
            "response_type": "code",
            "state": "some-state",
        }
        query = {name: value for name, value in (query | changes).items() if value is not None}
        return http.get(f"{platform}/oauth2/authorize", params=query)

    return authorize


@pytest.fixture
def sign_in(authorize, http, world, issued):
    """Goes the whole way as a person's browser does; gives what the application is sent back."""

    def sign_in(authenticator="AAL3_FIDO2", **changes):
        page = http.get(authorize(**changes).headers["location"])
        form = {
            "request": page.text.partition('name="request" value="')[2].partition('"')[0],
            "user": issued.care_worker.user_id,
            "authenticator": authenticator,
        }
        action = page.text.partition('action="')[2].partition('"')[0]
        back = http.post(f"{world.addresses['cis2']}{action}", data=form).headers["location"]
        return _query(http.get(back).headers["location"])

    return sign_in


@pytest.fixture
def redeem(platform, http, world):
    def redeem(code, **changes):
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "client_id": world.environment.api_key,
            "client_secret": world.environment.api_secret,
        }
        return http.post(f"{platform}/oauth2/token", data=form | changes)

    return redeem


def _query(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_a_person_is_sent_on_to_cis2_with_what_the_platform_asks_for(authorize):
    answer = authorize()

    asked = _query(answer.headers["location"])
    assert answer.status_code == 302
    assert asked["scope"] == "openid nationalrbacaccess"
    assert (asked["acr_values"], asked["max_age"]) == ("AAL3_ANY", "300")
    assert asked["state"] != "some-state"


def test_an_application_may_ask_for_another_level(authorize):
    assert _query(authorize(acr_values="AAL2_ANY").headers["location"])["acr_values"] == "AAL2_ANY"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"client_id": "another"}, id="client"),
        pytest.param({"redirect_uri": f"{BACK}/elsewhere"}, id="address"),
        pytest.param({"response_type": "token"}, id="response-type"),
        pytest.param({"state": None}, id="no-state"),
    ],
)
def test_a_wrong_request_is_sent_nowhere(authorize, changes):
    answer = authorize(**changes)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_code_is_given_tokens_in_the_persons_name(sign_in, redeem, nation, issued, seen):
    back = sign_in()
    body = redeem(back["code"]).json()

    assert back["state"] == "some-state"
    assert (body["expires_in"], body["refresh_count"]) == ("599", "0")
    grant = nation[Platform].grant_of(body["access_token"])
    assert (grant.mode, grant.user_id, grant.session) == (
        "healthcare-worker",
        issued.care_worker.user_id,
        body["sid"],
    )
    assert seen.last("oauth", "code")["journey"] == issued.journey


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        pytest.param({"client_secret": "wrong"}, 401, "invalid_client", id="secret"),
        pytest.param({"redirect_uri": "http://127.0.0.1:9/other"}, 400, "invalid_grant", id="address"),
        pytest.param({"code": "made-up"}, 400, "invalid_grant", id="code"),
    ],
)
def test_a_code_is_given_nothing_for_when_something_is_wrong(sign_in, redeem, changes, status, error):
    answer = redeem(**({"code": sign_in()["code"]} | changes))

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_code_is_good_once(sign_in, redeem):
    code = sign_in()["code"]

    assert [redeem(code).status_code for _ in range(2)] == [200, 400]


def test_user_info_knows_whom_the_platform_signed_in_and_nobody_else(
    sign_in, redeem, platform, http, issued, token, nation
):
    def user_info(bearer):
        return http.get(f"{platform}/oauth2/userinfo", headers={"Authorization": f"Bearer {bearer}"})

    given = redeem(sign_in()["code"]).json()
    exchanged = nation[Platform].grants.give(mode="healthcare-worker", user_id="555000000001")

    assert user_info(given["access_token"]).json()["nhsid_nrbac_roles"][0]["org_code"] == issued.premises.ods
    for other in (token, exchanged):
        assert (user_info(other).status_code, user_info(other).json()["error"]) == (400, "invalid_request")
    assert user_info("made-up").status_code == 401


def test_a_person_who_may_not_use_their_authenticator_goes_back_with_an_error(sign_in):
    assert sign_in(authenticator="AAL1_USERPASS") == {"error": "access_denied", "state": "some-state"}


def test_a_state_that_the_platform_did_not_give_leads_nowhere(platform, http):
    answer = http.get(f"{platform}/oauth2/callback", params={"code": "x", "state": "y"})

    assert answer.status_code == 400
