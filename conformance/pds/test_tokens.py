"""How the candidate identifies its application at the API platform."""

import itertools
import json
from urllib.parse import parse_qs

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotMet,
    criterion,
    expect,
    expect_all_different,
    expect_equal,
)
from cpcs_harness.moments import seconds_of

LIFETIME_SECONDS = 300
"""Identity service: `exp` at most five minutes ahead."""
ALLOWANCE_SECONDS = 10
"""What the platform allows for clocks that differ."""
RESERVE_SECONDS = 60
"""A token may be renewed so long before it ends."""


def assertion(call: ExchangeView) -> str:
    """Give the client assertion of a token request."""
    form = parse_qs(call.request.body.decode("utf-8", "replace"))
    return form.get("client_assertion", [""])[0]


def read_claims(call: ExchangeView) -> tuple[dict, dict]:
    """Give header and claims of an assertion without believing them."""
    try:
        token = jws.extract_compact(assertion(call).encode())
        return dict(token.headers()), json.loads(token.payload)
    except (JoseError, ValueError) as broken:
        raise NotMet("a signed JWT", str(broken), at=call.where, exchanges=[call.id]) from broken


@criterion("PDS-01")
def test_each_client_assertion_is_what_the_platform_asks_for(evidence: EvidenceView):
    """RS512, registered key, issuer and subject the API key, audience the endpoint called, five minutes at most."""
    due = evidence.environment
    key = RSAKey.import_key(due["public_jwk"])
    endpoint = f"{due['addresses']['oauth']}/oauth2/token"
    for call in evidence.of_run("oauth", "token"):
        header, claims = read_claims(call)
        expect_equal("alg", "RS512", header.get("alg"), call)
        expect_equal("kid", due["kid"], header.get("kid"), call)
        expect_equal("iss", due["api_key"], claims.get("iss"), call)
        expect_equal("sub", due["api_key"], claims.get("sub"), call)
        expect_equal("aud", endpoint, claims.get("aud"), call, "Name the token endpoint itself.")
        exp = claims.get("exp")
        expect(isinstance(exp, int | float), "exp to be a number", exp, call)
        ahead = exp - seconds_of(call.clock)
        todo = "Let an assertion live five minutes at most."
        expect(
            0 < ahead <= LIFETIME_SECONDS + ALLOWANCE_SECONDS,
            "exp 1 to 300 s ahead",
            f"{ahead:.0f} s",
            call,
            todo,
        )
        try:
            jws.deserialize_compact(assertion(call).encode(), key, algorithms=["RS512"])
        except JoseError as refused:
            raise NotMet(
                "a signature by the registered key", str(refused), at=call.where, exchanges=[call.id]
            ) from refused


@criterion("PDS-02")
def test_no_assertion_id_is_used_twice(evidence: EvidenceView):
    """Each client assertion has a jti of its own, over the whole run."""
    calls = evidence.of_run("oauth", "token", at_least=2)

    ids = [(read_claims(call)[1].get("jti"), call) for call in calls]
    for jti, call in ids:
        expect(isinstance(jti, str) and jti != "", "a jti", jti, call)
    expect_all_different("the jti", ids, "Make a new UUID for each assertion.")


@criterion("PDS-08")
def test_a_token_is_used_again_while_it_lasts(evidence: EvidenceView):
    """A new token is asked for only when the last one is about to end, or was refused."""
    tokens = [call for call in evidence.of_run("oauth", "token") if call.response.status == 200]
    refusals = [call.seq for call in evidence.of_run("pds") if call.response.status == 401]
    for earlier, later in itertools.pairwise(tokens):
        lasts = int(earlier.response.json["expires_in"])
        passed = seconds_of(later.clock) - seconds_of(earlier.clock)
        refused = any(earlier.seq < refusal < later.seq for refusal in refusals)
        received = f"another after {passed:.0f} s"
        needed = refused or passed >= lasts - RESERVE_SECONDS
        expect(
            needed,
            f"one token for its {lasts} s",
            received,
            later,
            "Keep the token until shortly before its end.",
        )
