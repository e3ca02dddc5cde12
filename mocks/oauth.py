"""The API platform's token endpoint, for applications that sign in with a key of their own.

Source: NHS England API platform, application-restricted signed JWT (interface sheet pds-smsp-auth, section 10).
Left out: CIS2 and NHS login, token exchange and refresh; an application's own JWKS address (the environment's key
is taken as registered), so the two `public_key error` refusals with status 403 are never given.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from starlette.responses import JSONResponse, PlainTextResponse, Response

from cpcs_harness.mockkit import Call, Mock, World

from .oauth_grants import Grant, Grants

SOURCE = "NHS England API platform, application-restricted signed JWT"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
GRANTS = ("client_credentials",)
LONGEST = 300
"""Seconds that an assertion may be valid for; the gateway allows ten more."""
ALLOWANCE = 10


class Refused(Exception):
    """The endpoint refuses a request: status, error and description."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status, self.error, self.description = status, error, description


class Platform(Mock):
    """Gives opaque tokens that last ten minutes of the sitting's clock; other services ask `grant_of` and `is_good`."""

    service = "oauth"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.grants = Grants(world)
        self.used_jtis: set[tuple[str, str]] = set()
        world.register.belongs_to_run(
            "/oauth2/token", "a token is for the whole candidate, not for one patient"
        )
        self.route("POST", "/oauth2/token", self.token, operation="token", source=SOURCE)
        for method in ("GET", "PUT", "DELETE", "PATCH"):
            self.route(method, "/oauth2/token", self.wrong_method, operation="token", source=SOURCE)

    def token(self, call: Call) -> Response:
        """Exchange a signed assertion for a token."""
        try:
            self._check(call)
        except Refused as refused:
            return _error(refused)
        return JSONResponse(self._new_token(call))

    def wrong_method(self, _call: Call) -> Response:
        """Only POST is known here."""
        return PlainTextResponse("Method Not Allowed", status_code=405)

    @property
    def tokens(self) -> dict[str, datetime]:
        """When each token ends."""
        return self.grants.ends()

    def is_good(self, token: str) -> bool:
        """Say whether a token was given out and has not ended."""
        return self.grants.is_good(token)

    def grant_of(self, token: str) -> Grant | None:
        """Give what a token stands for: its access mode and, of a healthcare worker, user and roles."""
        return self.grants.of(token)

    def _new_token(self, call: Call) -> dict[str, str]:
        form = dict(parse_qsl(call.body.decode("utf-8", "replace")))
        shortened = form.get("_access_token_expiry_ms", "")
        lifetime = self.grants.lifetime
        seconds = min(lifetime, int(shortened) // 1000) if shortened.isdigit() else lifetime
        now = self.world.clock.now()
        return {
            "access_token": self.grants.give(seconds),
            "expires_in": str(seconds),  # strings, both: the gateway answers so
            "token_type": "Bearer",
            "issued_at": str(int(now.timestamp() * 1000)),
        }

    def _check(self, call: Call) -> None:
        # The order is the gateway's: of two faults, the first of these is told.
        if call.header("content-type") != "application/x-www-form-urlencoded":
            raise Refused(415, "invalid_request", "Content-Type must be application/x-www-form-urlencoded")
        form = dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))
        _check_form(form)
        assertion = form["client_assertion"]
        header, claims = _parts(assertion)
        self._check_claims(header, claims)
        self.used_jtis.add(
            (str(claims["sub"]), claims["jti"])
        )  # before the key is looked at: no second try with it
        self._check_key(assertion, header, claims)
        if claims.get("aud") != self.world.addresses.get("oauth", "") + "/oauth2/token":
            raise Refused(401, "invalid_request", "Missing or invalid aud claim in client assertion JWT")

    def _check_claims(self, header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
        now = self.world.clock.now().timestamp()
        exp, jti = claims.get("exp"), claims.get("jti")
        is_number = type(exp) is int
        end = float(exp or 0) if is_number else now
        _need(header.get("alg") == "RS512", "Invalid 'alg' header in client_assertion JWT - must be RS512")
        _need(not is_number or end > now, "Invalid 'exp' claim in client_assertion JWT - JWT has expired")
        _need(bool(header.get("kid")), "Missing 'kid' header in client_assertion JWT")
        _need(str(header.get("typ", "")).upper() == "JWT", "Invalid 'typ' header in client_assertion JWT")
        _need(exp is not None, "Missing 'exp' claim in client_assertion JWT")
        _need(is_number, "Invalid 'exp' claim in client_assertion JWT - must be an integer")
        same = bool(claims.get("iss")) and claims.get("iss") == claims.get("sub")
        _need(same, "Missing or non-matching 'iss'/'sub' claims in client_assertion JWT")
        _need(jti is not None, "Missing 'jti' claim in client_assertion JWT")
        _need(isinstance(jti, str), "Invalid 'jti' claim in client_assertion JWT - must be a string")
        _need(
            (str(claims["sub"]), str(jti)) not in self.used_jtis,
            "Non-unique 'jti' claim in client_assertion JWT",
        )
        not_far = end <= now + LONGEST + ALLOWANCE
        _need(not_far, "Invalid 'exp' claim in client_assertion JWT - more than 5 minutes in future")

    def _check_key(self, assertion: str, header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
        environment = self.world.environment
        if claims["iss"] != environment.api_key:
            raise Refused(401, "invalid_request", "Invalid 'iss'/'sub' claims in client_assertion JWT")
        if header["kid"] != environment.kid:
            raise Refused(401, "invalid_request", "Invalid 'kid' header: no matching public key")
        try:
            jws.deserialize_compact(
                assertion, RSAKey.import_key(environment.public_jwk), algorithms=["RS512"]
            )
        except (JoseError, ValueError) as broken:
            raise Refused(401, "public_key error", "JWT signature verification failed") from broken


def _check_form(form: Mapping[str, str]) -> None:
    _need(bool(form.get("grant_type")), "grant_type is missing")
    if form["grant_type"] not in GRANTS:
        raise Refused(400, "unsupported_grant_type", "grant_type is not supported")
    _need(form.get("client_assertion_type") == ASSERTION_TYPE, "Missing or invalid client_assertion_type")
    _need(bool(form.get("client_assertion")), "Missing client_assertion")


def _parts(assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        found = jws.extract_compact(assertion.encode())
        header, claims = dict(found.headers()), json.loads(found.payload)
    except (JoseError, ValueError) as broken:
        raise Refused(400, "invalid_request", "Malformed JWT in client_assertion") from broken
    _need(isinstance(claims, dict), "Malformed JWT in client_assertion")
    return header, claims


def _need(holds: bool, description: str) -> None:
    if not holds:
        raise Refused(400, "invalid_request", description)


def _error(refused: Refused) -> Response:
    body = {
        "error": refused.error,
        "error_description": refused.description,
        "message_id": f"rrt-{uuid.uuid4()}",
    }
    return JSONResponse(body, status_code=refused.status)
