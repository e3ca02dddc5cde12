"""What a client assertion of the API platform has to be, wherever it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from cpcs_harness.errors import NotMet
from cpcs_harness.judging.expect import expect, expect_equal
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.judging.views import ExchangeView
from cpcs_harness.times import nearest, seconds_of

LIFETIME_SECONDS = 300
"""Identity service: `exp` at most five minutes ahead."""
LATEST = 10**12
"""What is later is no time; and larger numbers cannot be reckoned with."""
ALLOWANCE_SECONDS = 10
"""What the platform allows for clocks that differ."""


def assertion(call: ExchangeView) -> str:
    """Give the client assertion of a token request."""
    form = parse_qs(call.request.body.decode("utf-8", "replace"))
    return form.get("client_assertion", [""])[0]


def read_claims(call: ExchangeView) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give header and claims of an assertion without believing them."""
    try:
        token = jws.extract_compact(assertion(call).encode())
        header, claims = dict(token.headers()), json.loads(token.payload)
    except (JoseError, ValueError, RecursionError) as broken:
        raise NotMet("a signed JWT", str(broken), at=call.where, exchanges=[call.id]) from broken
    if not isinstance(claims, dict):
        raise NotMet("claims in a signed JWT", in_words(claims)[:200], at=call.where, exchanges=[call.id])
    return header, claims


def expect_assertion(call: ExchangeView, due: Mapping[str, Any]) -> None:
    """Hold an assertion against what the platform asks for: algorithm, key, claims, lifetime, signature."""
    header, claims = read_claims(call)
    expect_equal("alg", "RS512", header.get("alg"), call)
    expect_equal("kid", due["kid"], header.get("kid"), call)
    expect_equal("iss", due["api_key"], claims.get("iss"), call)
    expect_equal("sub", due["api_key"], claims.get("sub"), call)
    endpoint = f"{due['addresses']['oauth']}/oauth2/token"
    expect_equal("aud", endpoint, claims.get("aud"), call, "Name the token endpoint itself.")
    exp = claims.get("exp")
    known = isinstance(exp, int | float) and abs(exp) < LATEST
    expect(known, "exp to be a number of seconds", exp, call)
    ends = float(exp or 0)
    ahead = ends - nearest(ends, map(seconds_of, (call.at, call.clock)))
    todo = "Let an assertion live five minutes at most."
    in_time = 0 < ahead <= LIFETIME_SECONDS + ALLOWANCE_SECONDS
    expect(in_time, "exp 1 to 300 s ahead", Words(f"{ahead:.0f} s"), call, todo)
    try:
        key = RSAKey.import_key(due["public_jwk"])
        jws.deserialize_compact(assertion(call).encode(), key, algorithms=["RS512"])
    except (JoseError, ValueError, TypeError) as refused:  # TypeError: a `crit` that is no list of names
        raise NotMet(
            "a signature by the registered key", str(refused), at=call.where, exchanges=[call.id]
        ) from refused
