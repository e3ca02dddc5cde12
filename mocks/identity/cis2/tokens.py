"""Codes and access tokens of the Care Identity Service, how an application proves itself, and ID tokens gone wrong.

Source: CIS2 Authentication, developer guidance: token request; OpenID Connect Core 1.0, sections 3.1.3 and 9;
RFC 7636. A code lasts a minute here; how long it really does is not published.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from cpcs_harness.mockkit import World

from ..jwt import ASSERTION_TYPE, Refused, parts
from .claims import SignedIn, challenge_of

CODE_SECONDS = 60
BEARER_SECONDS = 3599
ALGORITHMS = ["RS256", "RS512"]


class Denied(Exception):
    """The provider denies a request: status, error and description; `setting` is the key that explains it."""

    def __init__(self, status: int, error: str, description: str, setting: str = "") -> None:
        super().__init__(description)
        self.status, self.error, self.description, self.setting = status, error, description, setting


class Codes:
    """Codes that are good once, the access tokens that came of them, and the ID tokens given out."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._lock = threading.Lock()
        self._codes: dict[str, tuple[SignedIn, datetime]] = {}
        self._bearers: dict[str, tuple[SignedIn, datetime]] = {}
        self._id_tokens: dict[str, str] = {}

    def new(self, signed_in: SignedIn) -> str:
        """Give a code for somebody who has signed in."""
        return self._keep(self._codes, signed_in, CODE_SECONDS)

    def redeem(self, form: Mapping[str, str], *, any_address: bool = False) -> SignedIn:
        """Take a code, once, from the application and the address that it was given for."""
        with self._lock:
            found = self._codes.pop(form.get("code", ""), None)
        if found is None or self.world.token_clock.now() >= found[1]:
            raise Denied(400, "invalid_grant", "the code is unknown, was used, or has ended")
        asked = found[0].asked
        if not any_address and form.get("redirect_uri") != asked.redirect_uri:
            raise Denied(400, "invalid_grant", "redirect_uri is not the one that the code was sent to")
        if (
            not any_address
            and asked.challenge
            and challenge_of(form.get("code_verifier", "")) != asked.challenge
        ):
            raise Denied(400, "invalid_grant", "code_verifier does not fit the challenge")
        return found[0]

    def new_bearer(self, signed_in: SignedIn) -> str:
        """Give an access token for user info."""
        return self._keep(self._bearers, signed_in, BEARER_SECONDS)

    def bearer(self, token: str) -> SignedIn | None:
        """Give who an access token is about; None where it is unknown or has ended."""
        found = self._bearers.get(token)
        return found[0] if found is not None and self.world.token_clock.now() < found[1] else None

    def gave(self, id_token: str, sid: str) -> None:
        """Remember of which session an ID token is."""
        self._id_tokens[id_token] = sid

    def session_of(self, id_token: str) -> str:
        """Give the session of an ID token that was given out; empty for any other."""
        return self._id_tokens.get(id_token, "")

    def _keep(self, where: dict[str, tuple[SignedIn, datetime]], signed_in: SignedIn, seconds: float) -> str:
        token = secrets.token_urlsafe(20)
        with self._lock:
            where[token] = (signed_in, self.world.token_clock.now() + timedelta(seconds=seconds))
        return token


def check_client(world: World, endpoint: str, authorization: str | None, form: Mapping[str, str]) -> None:
    """Deny an application that does not prove itself: by its secret, in form or header, or by a JWT of its key."""
    environment = world.environment
    if "client_assertion" in form:
        _check_assertion(world, endpoint, form)
        return
    given = _basic(authorization) or (form.get("client_id", ""), form.get("client_secret", ""))
    if given != (environment.cis2_client_id, environment.cis2_client_secret):
        wrong = "cis2.client_id" if given[0] != environment.cis2_client_id else "cis2.client_secret"
        raise Denied(401, "invalid_client", "the application has not proved itself", wrong)


def _check_assertion(world: World, endpoint: str, form: Mapping[str, str]) -> None:
    environment, wrong = (
        world.environment,
        Denied(401, "invalid_client", "the application's JWT is not as it should be"),
    )
    try:
        _, claims = parts(form["client_assertion"], "client_assertion")
        key = RSAKey.import_key(environment.public_jwk)
        jws.deserialize_compact(form["client_assertion"], key, algorithms=ALGORITHMS)
    except (Refused, JoseError, ValueError) as broken:
        raise wrong from broken
    exp, own = claims.get("exp"), environment.cis2_client_id
    named = claims.get("iss") == claims.get("sub") == own and claims.get("aud") in (endpoint, [endpoint])
    lasts = isinstance(exp, int | float) and exp > world.token_clock.now().timestamp()
    if form.get("client_assertion_type") != ASSERTION_TYPE or not named or not lasts:
        raise wrong


def _basic(authorization: str | None) -> tuple[str, str] | None:
    scheme, _, written = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(written, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def spoil(claims: dict[str, Any], how: str) -> dict[str, Any]:
    """Make an ID token's claims wrong: nonce | audience | issuer | expired | level; anything else leaves them."""
    wrong: dict[str, dict[str, Any]] = {
        "nonce": {"nonce": secrets.token_urlsafe(16)},
        "audience": {"aud": "999999999999.apps.supplier", "azp": "999999999999.apps.supplier"},
        "issuer": {"iss": "https://am.example.org/openam/oauth2/realms/root/realms/oidc"},
        "expired": {"exp": claims["iat"] - 600, "iat": claims["iat"] - 4200},
        "level": {"authentication_assurance_level": 1, "acr": "AAL1_USERPASS", "amr": ["USERPASS"]},
    }
    return {**claims, **wrong.get(how, {})}
