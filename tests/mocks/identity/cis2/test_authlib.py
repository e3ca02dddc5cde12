"""CIS2 as a client sees it that others wrote: authlib finds its way from the configuration to who has signed in."""

import warnings
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.common.security import generate_token
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken, UserInfo
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.jwk import KeySet

from cpcs_harness._content.mocks.identity.cis2.keys import REALM
from cpcs_harness._content.mocks.identity.cis2.service import CIS2

with warnings.catch_warnings():
    # It says, whatever the filters are, that it would rather have another client library than the one that there is.
    warnings.simplefilter("ignore")
    from authlib.integrations.httpx_client import OAuth2Client

BACK = "http://127.0.0.1:9/back"
SCOPE = "openid profile nationalrbacaccess associatedorgs selectedrole"


@pytest.fixture
def issuer(nation, world):
    nation[CIS2].redirect_uri = BACK
    yield world.addresses["cis2"] + REALM
    nation[CIS2].redirect_uri = ""


@pytest.fixture
def configuration(issuer, http):
    return OpenIDProviderMetadata(http.get(get_well_known_url(issuer, external=True)).json())


def client(world, transport, method, **more):
    secret = (
        world.environment.private_key_pem
        if method == "private_key_jwt"
        else world.environment.cis2_client_secret
    )
    return OAuth2Client(
        client_id=world.environment.cis2_client_id,
        client_secret=secret,
        token_endpoint_auth_method=method,
        scope=SCOPE,
        redirect_uri=BACK,
        transport=transport,
        **more,
    )


def back_from(page, worker, http, issuer):
    """Sign a person in at the page; gives the address that their browser is sent back to."""
    request = page.text.partition('name="request" value="')[2].partition('"')[0]
    form = {"request": request, "user": worker.user_id, "authenticator": "AAL3_FIDO2"}
    return http.post(f"{issuer}/sign-in/person", data=form).headers["location"]


def sign_in(own, configuration, worker, http, issuer, **more):
    nonce = generate_token(24)
    address, state = own.create_authorization_url(
        configuration["authorization_endpoint"], nonce=nonce, prompt="login", acr_values="AAL3_ANY", **more
    )
    back = back_from(http.get(address), worker, http, issuer)
    token = own.fetch_token(
        configuration["token_endpoint"], authorization_response=back, state=state, **_code(more)
    )
    return token, nonce


def _code(more):
    return {"code_verifier": more["code_verifier"]} if "code_verifier" in more else {}


def claims_of(token, nonce, configuration, http, own):
    keys = KeySet.import_key_set(http.get(configuration["jwks_uri"]).json())
    decoded = jwt.decode(
        token["id_token"], keys, algorithms=configuration["id_token_signing_alg_values_supported"]
    )
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        options={"iss": {"essential": True, "value": configuration["issuer"]}},
        params={"nonce": nonce, "client_id": own.client_id, "access_token": token["access_token"]},
    )
    claims.validate(leeway=0)
    return claims


def test_the_configuration_is_one_by_the_standard(configuration):
    # Its own check asks for https, which a mock on this machine has not.
    for name in (
        "issuer",
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
        "acr_values_supported",
        "grant_types_supported",
        "token_endpoint_auth_methods_supported",
        "scopes_supported",
    ):
        check = getattr(configuration, f"validate_{name}")
        if name != "issuer":
            check()


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic", "private_key_jwt"])
def test_a_person_signs_in_and_their_id_token_is_right(
    world, transport, configuration, http, issuer, issued, method
):
    own = client(world, transport, method)
    if method == "private_key_jwt":
        own.register_client_auth_method(PrivateKeyJWT(configuration["token_endpoint"], alg="RS512"))

    token, nonce = sign_in(own, configuration, issued.care_worker, http, issuer)

    claims = claims_of(token, nonce, configuration, http, own)
    assert claims["sub"] == issued.care_worker.user_id
    assert claims["selected_roleid"] == issued.care_worker.roles[0].role_id
    person = UserInfo(own.get(configuration["userinfo_endpoint"]).json())
    assert person["sub"] == claims["sub"]
    assert person["nhsid_nrbac_roles"][0]["org_code"] == issued.premises.ods


def test_a_code_may_be_bound_to_its_client_by_pkce(world, transport, configuration, http, issuer, issued):
    own = client(world, transport, "client_secret_post", code_challenge_method="S256")

    token, nonce = sign_in(
        own, configuration, issued.care_worker, http, issuer, code_verifier=generate_token(48)
    )

    assert claims_of(token, nonce, configuration, http, own)["sub"] == issued.care_worker.user_id


@pytest.mark.parametrize("how", ["nonce", "audience", "issuer", "expired"])
def test_an_id_token_that_is_wrong_is_noticed(
    world, nation, transport, configuration, http, issuer, issued, how
):
    own = client(world, transport, "client_secret_post")
    nation[CIS2].spoiled[issued.care_worker.user_id] = how
    token, nonce = sign_in(own, configuration, issued.care_worker, http, issuer)

    with pytest.raises(Exception, match=r"(?i)nonce|iss|azp|expired"):
        claims_of(token, nonce, configuration, http, own)


def test_the_browser_comes_back_with_the_state_that_was_sent(
    world, transport, configuration, http, issuer, issued
):
    own = client(world, transport, "client_secret_post")
    address, state = own.create_authorization_url(configuration["authorization_endpoint"])

    back = back_from(http.get(address), issued.care_worker, http, issuer)

    assert parse_qs(urlsplit(back).query)["state"] == [state]
