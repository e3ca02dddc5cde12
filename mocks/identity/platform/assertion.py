"""What the API platform asks of the JWTs that applications bring, and its refusals in its own order.

Source: NHS England API platform, signed JWT and token exchange (interface sheet pds-smsp-auth, sections 10 and 11.2).
Left out: an application's own JWKS address; the environment's key is what is registered, and `registration` says
whether it can be had.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from cpcs_harness.evidence.setting import CLOCK
from cpcs_harness.mockkit import World
from cpcs_harness.times import nearest

from ..cis2.keys import Keys
from ..jwt import Refused, need, parts

LONGEST = 300
"""Seconds that an assertion may be valid for; the gateway allows ten more."""
ALLOWANCE = 10
REGISTERED, UNREGISTERED, UNREACHABLE = "registered", "unregistered", "unreachable"


def _is_number(value: Any) -> bool:
    """Say whether a claim is a number; a part of a second makes it no other time."""
    return type(value) is int or (type(value) is float and isfinite(value))


class Assertions:
    """Checks client assertions, and remembers their ids: none is taken twice."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.registration = REGISTERED
        """registered | unregistered | unreachable: the application's own key set, as the platform finds it"""
        self.used_jtis: set[tuple[str, str]] = set()

    def check(self, assertion: str) -> None:
        """Refuse an assertion that is not as it should be; of two faults, the gateway's first is answered."""
        header, claims = parts(assertion, "client_assertion")
        self._check_claims(header, claims)
        # Before the key is looked at: there is no second try with an id.
        self.used_jtis.add((str(claims["sub"]), claims["jti"]))
        self._check_key(assertion, header, claims)
        if claims.get("aud") != self.world.addresses.get("oauth", "") + "/oauth2/token":
            raise Refused(401, "invalid_request", "client_assertion: aud is not this address")

    def _check_claims(self, header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
        exp, jti = claims.get("exp"), claims.get("jti")
        # In a sitting of another time, whoever takes the whole of its own clock there is understood as well.
        clocks = [clock.now().timestamp() for clock in (self.world.token_clock, self.world.clock)]
        end: float = exp if exp is not None and _is_number(exp) else clocks[0]
        now = nearest(end, clocks)
        need(header.get("alg") == "RS512", "client_assertion: alg is not RS512")
        need(not _is_number(exp) or end > now, "client_assertion: exp has passed", CLOCK)
        need(bool(header.get("kid")), "client_assertion: no kid")
        need(str(header.get("typ", "")).upper() == "JWT", "client_assertion: typ is not JWT")
        need(exp is not None, "client_assertion: no exp")
        need(_is_number(exp), "client_assertion: exp is no number")
        same = bool(claims.get("iss")) and claims.get("iss") == claims.get("sub")
        need(same, "client_assertion: iss and sub are not both there and the same")
        need(jti not in (None, ""), "client_assertion: no jti")
        need(isinstance(jti, str), "client_assertion: jti is no text")
        used = (str(claims["sub"]), str(jti)) in self.used_jtis
        need(not used, "client_assertion: jti was used before")
        not_far = end <= now + LONGEST + ALLOWANCE
        need(not_far, "client_assertion: exp is further away than five minutes", CLOCK)

    def _check_key(self, assertion: str, header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
        environment = self.world.environment
        if claims["iss"] != environment.api_key:
            raise Refused(
                401, "invalid_request", "client_assertion: iss is no application's key", "pds.api_key"
            )
        if self.registration == UNREGISTERED:
            raise Refused(403, "public_key error", "client_assertion: the application has no public key here")
        if self.registration == UNREACHABLE:
            raise Refused(
                403, "public_key error", "client_assertion: the application's keys are out of reach"
            )
        if header["kid"] != environment.kid:
            raise Refused(401, "invalid_request", "client_assertion: no key has this kid", "pds.kid")
        try:
            jws.deserialize_compact(
                assertion, RSAKey.import_key(environment.public_jwk), algorithms=["RS512"]
            )
        except (JoseError, ValueError, TypeError) as broken:  # TypeError: a crit that is no list of names
            raise Refused(
                401,
                "public_key error",
                "client_assertion: the signature is not of this key",
                "pds.private_key_file",
            ) from broken


def check_subject_token(world: World, keys: Keys, token: str) -> dict[str, Any]:
    """Refuse an ID token that cannot be exchanged; gives its claims."""
    header, claims = parts(token, "subject_token")
    exp = claims.get("exp")
    need(bool(header.get("kid")), "subject_token: no kid")
    need(str(header.get("typ", "")).upper() == "JWT", "subject_token: typ is not JWT")
    need(bool(header.get("alg")), "subject_token: no alg")
    need(exp is not None, "subject_token: no exp")
    need(_is_number(exp), "subject_token: exp is no number")
    need(claims["exp"] > world.token_clock.now().timestamp(), "subject_token: exp has passed")
    need(bool(claims.get("iss")), "subject_token: no iss")
    if not claims.get("aud"):
        raise Refused(401, "invalid_request", "subject_token: no aud")
    need(claims["iss"] == keys.issuer, "subject_token: iss is not the Care Identity Service")
    key = keys.public(str(header["kid"]))
    if key is None:
        raise Refused(401, "invalid_request", "subject_token: no key has this kid")
    try:
        jws.deserialize_compact(token, key, algorithms=["RS256", "RS512"])
    except (JoseError, ValueError, TypeError) as broken:  # TypeError: a crit that is no list of names
        raise Refused(401, "invalid_request", "subject_token: the signature is not of this key") from broken
    return claims
