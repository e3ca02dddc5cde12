"""What the API platform asks of the JWTs that applications bring, and its refusals in its own order.

Source: NHS England API platform, signed JWT and token exchange (interface sheet pds-smsp-auth, sections 10 and 11.2).
Left out: an application's own JWKS address; the environment's key is what is registered, and `registration` says
whether it can be had.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from cpcs_harness.mockkit import World

from .cis2_keys import Keys

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST = 300
"""Seconds that an assertion may be valid for; the gateway allows ten more."""
ALLOWANCE = 10
REGISTERED, UNREGISTERED, UNREACHABLE = "registered", "unregistered", "unreachable"


class Refused(Exception):
    """The endpoint refuses a request: status, error and description."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status, self.error, self.description = status, error, description


def need(holds: bool, description: str) -> None:
    """Refuse a request as invalid unless something holds."""
    if not holds:
        raise Refused(400, "invalid_request", description)


def parts(token: str, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a JWT's header and claims without believing them; `name` is what the form calls it."""
    try:
        found = jws.extract_compact(token.encode())
        header, claims = dict(found.headers()), json.loads(found.payload)
    except (JoseError, ValueError, RecursionError) as broken:
        raise Refused(400, "invalid_request", f"Malformed JWT in {name}") from broken
    need(isinstance(claims, dict), f"Malformed JWT in {name}")
    return header, claims


class Assertions:
    """Checks client assertions, and remembers their ids: none is taken twice."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.registration = REGISTERED
        """registered | unregistered | unreachable: the application's own key set, as the platform finds it"""
        self.used_jtis: set[tuple[str, str]] = set()

    def check(self, assertion: str) -> None:
        """Refuse an assertion that is not as it should be; of two faults, the gateway's first is told."""
        header, claims = parts(assertion, "client_assertion")
        self._check_claims(header, claims)
        # Before the key is looked at: there is no second try with an id.
        self.used_jtis.add((str(claims["sub"]), claims["jti"]))
        self._check_key(assertion, header, claims)
        if claims.get("aud") != self.world.addresses.get("oauth", "") + "/oauth2/token":
            raise Refused(401, "invalid_request", "Missing or invalid aud claim in client assertion JWT")

    def _check_claims(self, header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
        now = self.world.clock.now().timestamp()
        exp, jti = claims.get("exp"), claims.get("jti")
        is_number = type(exp) is int
        end = float(exp or 0) if is_number else now
        need(header.get("alg") == "RS512", "Invalid 'alg' header in client_assertion JWT - must be RS512")
        need(not is_number or end > now, "Invalid 'exp' claim in client_assertion JWT - JWT has expired")
        need(bool(header.get("kid")), "Missing 'kid' header in client_assertion JWT")
        need(str(header.get("typ", "")).upper() == "JWT", "Invalid 'typ' header in client_assertion JWT")
        need(exp is not None, "Missing 'exp' claim in client_assertion JWT")
        need(is_number, "Invalid 'exp' claim in client_assertion JWT - must be an integer")
        same = bool(claims.get("iss")) and claims.get("iss") == claims.get("sub")
        need(same, "Missing or non-matching 'iss'/'sub' claims in client_assertion JWT")
        need(jti is not None, "Missing 'jti' claim in client_assertion JWT")
        need(isinstance(jti, str), "Invalid 'jti' claim in client_assertion JWT - must be a string")
        used = (str(claims["sub"]), str(jti)) in self.used_jtis
        need(not used, "Non-unique 'jti' claim in client_assertion JWT")
        not_far = end <= now + LONGEST + ALLOWANCE
        need(not_far, "Invalid 'exp' claim in client_assertion JWT - more than 5 minutes in future")

    def _check_key(self, assertion: str, header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
        environment = self.world.environment
        if claims["iss"] != environment.api_key:
            raise Refused(401, "invalid_request", "Invalid 'iss'/'sub' claims in client_assertion JWT")
        if self.registration == UNREGISTERED:
            raise Refused(403, "public_key error", "You need to register a public key to use this method")
        if self.registration == UNREACHABLE:
            raise Refused(403, "public_key error", "The JWKS endpoint for your client can't be reached")
        if header["kid"] != environment.kid:
            raise Refused(401, "invalid_request", "Invalid 'kid' header: no matching public key")
        try:
            jws.deserialize_compact(
                assertion, RSAKey.import_key(environment.public_jwk), algorithms=["RS512"]
            )
        except (JoseError, ValueError) as broken:
            raise Refused(401, "public_key error", "JWT signature verification failed") from broken


def check_subject_token(world: World, keys: Keys, token: str) -> dict[str, Any]:
    """Refuse an ID token that cannot be exchanged; gives its claims."""
    header, claims = parts(token, "subject_token")
    exp = claims.get("exp")
    need(bool(header.get("kid")), "Missing 'kid' header in subject_token JWT")
    need(str(header.get("typ", "")).upper() == "JWT", "Invalid 'typ' header in subject_token JWT")
    need(bool(header.get("alg")), "Missing 'alg' header in subject_token JWT")
    need(exp is not None, "Missing 'exp' claim in subject_token JWT")
    need(type(exp) is int, "Invalid 'exp' claim in subject_token JWT - must be an integer")
    now = world.clock.now().timestamp()
    need(float(exp or 0) > now, "Invalid 'exp' claim in subject_token JWT - JWT has expired")
    need(bool(claims.get("iss")), "Missing 'iss' claim in subject_token JWT")
    if not claims.get("aud"):
        raise Refused(401, "invalid_request", "Missing 'aud' claim in subject_token JWT")
    need(claims["iss"] == keys.issuer, "Invalid 'iss' claim in subject_token JWT")
    key = keys.public(str(header["kid"]))
    if key is None:
        raise Refused(401, "invalid_request", "Invalid 'kid' header in subject_token JWT - no matching key")
    try:
        jws.deserialize_compact(token, key, algorithms=["RS256", "RS512"])
    except (JoseError, ValueError) as broken:
        raise Refused(401, "invalid_request", "Invalid signature in subject_token JWT") from broken
    return claims
