"""CIS2: an OpenID provider, whose page takes people in and sends them back, and what it refuses."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jws
from joserfc.jwk import KeySet

from cpcs_harness._content.mocks.identity.cis2.keys import REALM
from cpcs_harness._content.mocks.identity.cis2.service import CIS2
from cpcs_harness._content.mocks.identity.platform.service import Platform

BACK = "http://127.0.0.1:9/back"
WHOLE = "openid profile nationalrbacaccess associatedorgs nhsperson"


class Provider:
    """The provider as an application and a person's browser use it."""

    def __init__(self, nation, world, client):
        self.nation, self.world, self.client = nation, world, client
        self.base = world.addresses["cis2"] + REALM

    def authorize(self, **changes):
        query = {
            "response_type": "code",
            "client_id": self.world.environment.cis2_client_id,
            "redirect_uri": BACK,
            "scope": WHOLE,
            "state": "some-state",
            "nonce": "some-nonce",
        }
        query = {name: value for name, value in (query | changes).items() if value is not None}
        return self.client.get(f"{self.base}/authorize", params=query)

    def sign_in(self, worker, authenticator="AAL3_N3_SMARTCARD", **changes):
        page = self.authorize(**changes)
        form = {"request": _request(page), "user": worker.user_id, "authenticator": authenticator}
        return self.client.post(f"{self.base}/sign-in/person", data=form)

    def redeem(self, code, **changes):
        environment = self.world.environment
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "client_id": environment.cis2_client_id,
            "client_secret": environment.cis2_client_secret,
        }
        form = {name: value for name, value in (form | changes).items() if value is not None}
        return self.client.post(f"{self.base}/access_token", data=form)

    def tokens(self, worker, **changes):
        return self.redeem(_sent_back(self.sign_in(worker, **changes))["code"]).json()

    def claims(self, id_token):
        keys = KeySet.import_key_set(self.client.get(f"{self.base}/connect/jwk_uri").json())
        return json.loads(jws.deserialize_compact(id_token, keys, algorithms=["RS256"]).payload)

    def user_info(self, access_token):
        bearer = {"Authorization": f"Bearer {access_token}"}
        return self.client.get(f"{self.base}/userinfo", headers=bearer)


def _request(page):
    return page.text.partition('name="request" value="')[2].partition('"')[0]


def _sent_back(answer):
    assert answer.status_code == 302, answer.text
    assert answer.headers["location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


@pytest.fixture
def provider(nation, world, http):
    nation[CIS2].redirect_uri = BACK
    yield Provider(nation, world, http)
    nation[CIS2].redirect_uri = ""


@pytest.fixture
def worker(issued):
    return issued.care_worker


@pytest.fixture
def several(worker, world):
    """The same person with roles at two pharmacies."""
    first, second = world.environment.premises
    held = worker.with_roles((first.ods, first.name), (second.ods, second.name))
    world.care_workers[worker.user_id] = held
    return held


def test_the_configuration_names_what_there_is(provider):
    told = provider.client.get(f"{provider.base}/.well-known/openid-configuration").json()

    assert told["issuer"] == provider.base
    assert told["token_endpoint"] == f"{provider.base}/access_token"
    assert told["response_types_supported"] == ["code"]
    assert "selectedrole" in told["scopes_supported"]


def test_a_person_who_signs_in_is_sent_back_with_a_code_and_the_state(provider, worker):
    back = _sent_back(provider.sign_in(worker))

    assert back.keys() == {"code", "state"}
    assert back["state"] == "some-state"


def test_the_id_token_says_who_signed_in_when_and_how(provider, worker, world):
    claims = provider.claims(provider.tokens(worker)["id_token"])

    assert claims["iss"] == provider.base
    assert (claims["sub"], claims["aud"]) == (worker.user_id, world.environment.cis2_client_id)
    assert claims["nonce"] == "some-nonce"
    assert (claims["authentication_assurance_level"], claims["amr"]) == (3, ["N3_SMARTCARD"])
    assert claims["exp"] > world.clock.now().timestamp()
    assert "selected_roleid" not in claims


def test_user_info_gives_what_the_scopes_open(provider, worker):
    whole = provider.user_info(provider.tokens(worker)["access_token"]).json()
    little = provider.user_info(provider.tokens(worker, scope="openid")["access_token"]).json()

    (role,) = whole["nhsid_nrbac_roles"]
    assert role["person_roleid"] == worker.roles[0].role_id
    assert role["org_code"] == worker.roles[0].ods
    assert whole["gphc_id"] == worker.gphc
    assert little == {"sub": worker.user_id}


def test_the_one_role_of_a_person_is_selected_without_asking(provider, worker):
    tokens = provider.tokens(worker, scope=f"{WHOLE} selectedrole")

    assert provider.claims(tokens["id_token"])["selected_roleid"] == worker.roles[0].role_id


def test_a_person_with_several_roles_chooses_one_at_the_page(provider, several):
    page = provider.sign_in(several, scope=f"{WHOLE} selectedrole")
    chosen = several.roles[1].role_id
    form = {"request": _request(page), "role": chosen}

    back = _sent_back(provider.client.post(f"{provider.base}/sign-in/role", data=form))

    tokens = provider.redeem(back["code"]).json()
    assert provider.claims(tokens["id_token"])["selected_roleid"] == chosen


def test_a_role_of_somebody_else_cannot_be_chosen(provider, several):
    page = provider.sign_in(several, scope=f"{WHOLE} selectedrole")

    form = {"request": _request(page), "role": "560000000001"}
    answer = provider.client.post(f"{provider.base}/sign-in/role", data=form)

    assert "Select your role" in answer.text


def test_a_person_may_have_no_role_at_all(provider, worker, world):
    world.care_workers[worker.user_id] = worker.with_roles()

    tokens = provider.tokens(worker, scope=f"{WHOLE} selectedrole")

    assert "selected_roleid" not in provider.claims(tokens["id_token"])
    assert provider.user_info(tokens["access_token"]).json()["nhsid_nrbac_roles"] == []


@pytest.mark.parametrize(
    ("asked", "means", "allowed"),
    [
        pytest.param("AAL3_ANY", "AAL3_FIDO2", True, id="any-of-three"),
        pytest.param("AAL3_ANY", "AAL2_TOTP", False, id="two-is-not-three"),
        pytest.param("AAL2_OR_AAL3_ANY", "AAL2_TOTP", True, id="two-or-three"),
        pytest.param("AAL2_OR_AAL3_ANY", "AAL1_USERPASS", False, id="one-is-neither"),
        pytest.param(None, "AAL1_USERPASS", True, id="nothing-asked"),
        pytest.param("unheard-of", "AAL1_USERPASS", True, id="unknown-value"),
    ],
)
def test_an_authenticator_has_to_be_one_that_was_asked_for(provider, worker, asked, means, allowed):
    back = _sent_back(provider.sign_in(worker, authenticator=means, acr_values=asked))

    assert back.get("error") == (None if allowed else "access_denied")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"client_id": "999999999999.apps.supplier"}, id="client"),
        pytest.param({"redirect_uri": "http://127.0.0.1:9/elsewhere"}, id="other-path"),
        pytest.param({"redirect_uri": "http://evil.example/back"}, id="other-host"),
        pytest.param({"redirect_uri": None}, id="no-address"),
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_registered(provider, changes):
    answer = provider.authorize(**changes)

    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"response_type": "token"}, "unsupported_response_type", id="implicit-flow"),
        pytest.param({"scope": "profile"}, "invalid_scope", id="without-openid"),
        pytest.param({"prompt": "none"}, "login_required", id="without-asking"),
    ],
)
def test_a_wrong_request_is_sent_back_with_its_error(provider, changes, error):
    assert _sent_back(provider.authorize(**changes)) == {"error": error, "state": "some-state"}


def test_pages_escape_what_they_are_given(provider, worker, world):
    script = "<script>alert(1)</script>"
    world.care_workers[worker.user_id] = worker.with_roles((script, script), ("FA101", script))

    page = provider.sign_in(worker, scope=f"{WHOLE} selectedrole")

    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        pytest.param({"client_secret": "wrong"}, 401, "invalid_client", id="secret"),
        pytest.param({"client_secret": None, "client_assertion": "a.b.c"}, 401, "invalid_client", id="jwt"),
        pytest.param({"grant_type": "password"}, 400, "unsupported_grant_type", id="grant"),
        pytest.param({"code": "made-up"}, 400, "invalid_grant", id="code"),
        pytest.param({"redirect_uri": f"{BACK}/"}, 400, "invalid_grant", id="address"),
    ],
)
def test_a_code_is_given_nothing_for_when_something_is_wrong(provider, worker, changes, status, error):
    code = _sent_back(provider.sign_in(worker))["code"]

    answer = provider.redeem(**({"code": code} | changes))

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_code_is_good_once_and_for_a_minute(provider, worker, later):
    code, old = (_sent_back(provider.sign_in(worker))["code"] for _ in range(2))

    assert provider.redeem(code).status_code == 200
    assert provider.redeem(code).json()["error"] == "invalid_grant"
    later(61)
    assert provider.redeem(old).json()["error"] == "invalid_grant"


def test_an_application_may_prove_itself_by_its_key(provider, worker, sign, claims, world):
    own = world.environment.cis2_client_id
    aud = f"{provider.base}/access_token"
    changes = {
        "client_secret": None,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": sign(claims | {"iss": own, "sub": own, "aud": aud}),
    }

    assert provider.redeem(_sent_back(provider.sign_in(worker))["code"], **changes).status_code == 200


def test_keys_are_replaced_and_those_of_before_still_verify(provider, worker, nation):
    before = provider.tokens(worker)["id_token"]
    kid = nation[CIS2].keys.rotate()
    after = provider.tokens(worker)["id_token"]

    assert jws.extract_compact(after.encode()).headers()["kid"] == kid
    assert jws.extract_compact(before.encode()).headers()["kid"] != kid
    assert provider.claims(before)["sub"] == provider.claims(after)["sub"] == worker.user_id


@pytest.mark.parametrize("how", ["nonce", "audience", "issuer", "expired", "level"])
def test_an_id_token_can_be_wrong_once(provider, worker, nation, how):
    nation[CIS2].spoiled[worker.user_id] = how
    wrong, right = (provider.claims(provider.tokens(worker)["id_token"]) for _ in range(2))

    name = {"audience": "aud", "issuer": "iss", "expired": "exp", "level": "acr"}.get(how, how)
    assert wrong[name] != right[name]
    assert right["nonce"] == "some-nonce"


def test_a_session_that_ended_gives_no_more_user_info_and_its_platform_token_is_revoked(
    provider, worker, nation
):
    tokens = provider.tokens(worker)
    session = provider.claims(tokens["id_token"])["sid"]
    token = nation[Platform].grants.give(mode="healthcare-worker", session=session)

    answer = provider.client.get(
        f"{provider.base}/connect/endSession", params={"id_token_hint": tokens["id_token"]}
    )

    assert answer.status_code == 204
    assert provider.user_info(tokens["access_token"]).json()["error"] == "invalid_token"
    assert not nation[Platform].is_good(token)


def test_a_logout_token_names_the_session_and_the_event_and_no_nonce(provider, worker, nation):
    session = provider.claims(provider.tokens(worker)["id_token"])["sid"]

    (token,) = nation[CIS2].logout_tokens(worker.user_id)

    claims = provider.claims(token)
    assert (claims["sid"], claims["sub"]) == (session, worker.user_id)
    assert claims["events"] == {"http://schemas.openid.net/event/backchannel-logout": {}}
    assert "nonce" not in claims
    assert nation[CIS2].logout_tokens(worker.user_id) == []


def test_what_is_no_logout_token_is_signed_all_the_same_and_ends_nothing(provider, worker, nation):
    provider.tokens(worker)

    _, *signed = nation[CIS2].logout_tokens(worker.user_id, forged=True)

    claims = [provider.claims(token) for token in signed]
    assert claims[0]["events"] == {}
    assert ["nonce" in one for one in claims] == [False, True, False]
    assert len({one["aud"] for one in claims}) == 2
    assert len(nation[CIS2].logout_tokens(worker.user_id)) == 1


def test_what_a_person_and_an_application_do_belongs_to_the_journey_of_the_person(
    provider, worker, issued, seen
):
    provider.user_info(provider.tokens(worker)["access_token"])

    assert seen.last("cis2", "token")["journey"] == issued.journey
    assert seen.last("cis2", "userinfo")["journey"] == issued.journey
    assert seen.last("cis2", "page")["data"]["direction"] == "of-harness"


def test_any_form_is_answered(provider):
    for body in (b"", b"\xff\xfe", b"request=%00", b"code=" + b"x" * 5000, b"&" * 5000):
        for path in ("access_token", "sign-in/person", "sign-in/role"):
            answer = provider.client.post(
                f"{provider.base}/{path}",
                content=body,
                headers={"Content-Type": "application/x-www-form-urlencoded", "Authorization": "Basic ###"},
            )
            assert 400 <= answer.status_code < 500, (path, body)
