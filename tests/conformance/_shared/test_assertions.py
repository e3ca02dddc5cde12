"""What a client sends as its assertion is judged, whatever it is."""

import base64
import json
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from cpcs_harness._content.conformance._shared.assertions import expect_assertion
from cpcs_harness.errors import NotMet

KEY = RSAKey.generate_key(2048)
NOW, ENDPOINT = 1767225600, "http://platform/oauth2/token"
HEADER = {"alg": "RS512", "kid": "one"}
CLAIMS = {"iss": "key", "sub": "key", "aud": ENDPOINT, "exp": NOW + 200, "jti": "x"}
DUE = {
    "kid": "one",
    "api_key": "key",
    "addresses": {"oauth": "http://platform"},
    "public_jwk": KEY.as_dict(private=False),
}


def sent(token, clock="2026-01-01T00:00:00+00:00"):
    body = urlencode({"client_assertion": token}).encode()
    request = SimpleNamespace(body=body)
    moment = "2026-01-01T00:00:00+00:00"
    return SimpleNamespace(id="e1", where="a call", at=moment, clock=clock, request=request)


def signed(**claims):
    return jws.serialize_compact(HEADER, json.dumps(CLAIMS | claims).encode(), KEY, algorithms=["RS512"])


def unsigned(header, claims):
    parts = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (header, claims))
    return f"{'.'.join(parts)}.AA"


def test_an_assertion_as_the_platform_asks_for_it_is_met():
    expect_assertion(sent(signed()), DUE)


@pytest.mark.parametrize("exp", [NOW + 200, NOW + 86_400 + 200], ids=["the machine's", "the sitting's"])
def test_in_a_sitting_of_another_time_an_assertion_lives_by_either(exp):
    expect_assertion(sent(signed(exp=exp), clock="2026-01-02T00:00:00+00:00"), DUE)


def test_in_a_sitting_of_another_time_an_assertion_of_neither_is_not_met():
    with pytest.raises(NotMet):
        expect_assertion(sent(signed(exp=NOW + 3600), clock="2026-01-02T00:00:00+00:00"), DUE)


@pytest.mark.parametrize(
    "claims",
    [{"exp": NOW - 20}, {"exp": NOW + 400}, {"exp": str(NOW)}, {"exp": True}, {"aud": "x"}, {"iss": []}],
    ids=str,
)
def test_a_claim_that_is_another_is_not_met(claims):
    with pytest.raises(NotMet):
        expect_assertion(sent(signed(**claims)), DUE)


@pytest.mark.parametrize("crit", [1, [[]], ["b64"], {}, None, "x"], ids=str)
@pytest.mark.parametrize(
    "claims", [CLAIMS, [], None, {"exp": 1e400}], ids=["good", "list", "null", "endless"]
)
def test_a_strange_assertion_is_not_met_and_breaks_nothing(crit, claims):
    header = json.dumps(HEADER | {"crit": crit}).encode()

    with pytest.raises(NotMet):
        expect_assertion(sent(unsigned(header, json.dumps(claims).encode())), DUE)


@pytest.mark.parametrize("token", ["", "..", "a.b.c.d", "x" * 50, "é.é.é"])
def test_what_is_no_token_is_not_met(token):
    with pytest.raises(NotMet):
        expect_assertion(sent(token), DUE)
