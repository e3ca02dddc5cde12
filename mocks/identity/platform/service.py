"""The API platform's token endpoint: for applications with a key of their own, and for healthcare workers.

Source: NHS England API platform, signed JWT, token exchange and refresh (interface sheet pds-smsp-auth, sections 10
and 11). Left out: NHS login; an application that is revoked. How a refresh token may be used again is not published.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.setting import WrongSetting
from cpcs_harness.mockkit import Call, ConfigFile, Endpoints, Mock, World

from ..cis2.keys import Keys
from ..form import form_in
from ..jwt import ASSERTION_TYPE, Refused, need, parts
from .assertion import Assertions, check_subject_token
from .grants import HEALTHCARE_WORKER, Grant, Grants

SOURCE = "NHS England API platform, application-restricted signed JWT"
OF_USERS = "NHS England API platform, healthcare worker access with CIS2"
FORM = "application/x-www-form-urlencoded"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
SUBJECT = "urn:ietf:params:oauth:token-type:id_token"
ISSUED = "urn:ietf:params:oauth:token-type:access_token"
GRANTS = {
    "client_credentials": "token",
    EXCHANGE: "exchange",
    "refresh_token": "refresh",
    "authorization_code": "code",
}
"""What may be asked for, and what it is called in the evidence."""
LEVELS = (2, 3)
"""Authentication assurance levels at which a healthcare worker may use PDS."""


class Platform(Mock):
    """Gives opaque tokens that last ten minutes of the sitting's clock; other services ask `grant_of` and `is_good`."""

    service = "oauth"

    def __init__(self, world: World, keys: Keys) -> None:
        """Serve the platform; `keys` are those that sign the ID tokens of the Care Identity Service."""
        super().__init__(world)
        self.grants = Grants(world)
        self.assertions = Assertions(world)
        self.keys = keys
        self.subscribed = True
        """Whether the application may use any product without a user."""
        world.register.belongs_to_run(
            "/oauth2/token", "a token is for the whole candidate, not for one patient"
        )
        self.route("POST", "/oauth2/token", self.token, operation="token", source=SOURCE)
        for method in ("GET", "PUT", "DELETE", "PATCH"):
            self.route(method, "/oauth2/token", self.wrong_method, operation="token", source=SOURCE)

    def is_used(self, declaration: Declaration) -> bool:
        """Only a system that asks for tokens."""
        users = declaration.healthcare_worker or declaration.scr_viewer or "fhir" in declaration.trackers
        return users or declaration.chose("pds-fhir-application-restricted")

    def endpoints(self, address: str) -> Endpoints:
        """Give the address of the token endpoint, and the application as which the candidate is registered."""
        environment = self.world.environment
        application = {
            "token_url": address + "/oauth2/token",
            "api_key": environment.api_key,
            "api_secret": environment.api_secret,
            "kid": environment.kid,
            "private_key_file": ConfigFile("key.pem", environment.private_key_pem, secret=True),
        }
        return {"pds": application}

    def token(self, call: Call) -> Response:
        """Give a token for what the form brings, or say what is wrong with it."""
        try:
            return JSONResponse(self._given(call))
        except Refused as refused:
            if refused.setting:
                call.facts |= WrongSetting(refused.setting).as_facts()
            return _error(refused)

    def wrong_method(self, _call: Call) -> Response:
        """Only POST is known here."""
        return PlainTextResponse("Method Not Allowed", status_code=405)

    def operation_of(self, call: Call) -> str:
        """Name what is asked for by its grant."""
        if call.operation != "token":
            return call.operation
        return GRANTS.get(form_in(call.body).get("grant_type", ""), "token")

    def read_further(self, _request: Request, body: bytes) -> list[str]:
        """Read the ID token that is to be exchanged: it names the healthcare worker."""
        try:
            return [str(parts(form_in(body).get("subject_token", ""), "subject_token")[1])]
        except Refused:
            return []

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

    def _given(self, call: Call) -> dict[str, str]:
        # The order is the gateway's: of two faults, the first of these is answered.
        if call.header("content-type") != FORM:
            raise Refused(415, "invalid_request", f"Content-Type must be {FORM}")
        form = form_in(call.body)
        need(bool(form.get("grant_type")), "grant_type is missing")
        grant = GRANTS.get(form["grant_type"])
        if grant is None:
            need("subject_token_type" not in form, "grant_type is not that of a token exchange")
            raise Refused(400, "unsupported_grant_type", "grant_type is not supported")
        if grant == "token":
            return self._for_application(form)
        call.source = OF_USERS
        if grant == "code":
            return self.for_code(call, form)
        return self._exchanged(call, form) if grant == "exchange" else self._refreshed(call, form)

    def for_code(self, _call: Call, _form: Mapping[str, str]) -> dict[str, str]:
        """Give tokens for a code of the platform's own sign-in; a platform that has one overrides this."""
        raise Refused(400, "unsupported_grant_type", "grant_type is not supported")

    def _for_application(self, form: Mapping[str, str]) -> dict[str, str]:
        self._check_client(form)
        if not self.subscribed:
            raise Refused(401, "unauthorized_client", "the application has no subscription to a product")
        shortened = form.get("_access_token_expiry_ms", "")
        lasts = self.grants.lasts()
        seconds = min(lasts, int(shortened) // 1000) if re.fullmatch(r"[0-9]{1,9}", shortened) else lasts
        return self._written(self.grants.give(seconds), seconds)

    def _exchanged(self, call: Call, form: Mapping[str, str]) -> dict[str, str]:
        call.certainty = Certainty.INFERRED  # which of two faults in two tokens is answered first
        need(form.get("subject_token_type") == SUBJECT, "subject_token_type is not that of an ID token")
        need(bool(form.get("subject_token")), "subject_token is missing")
        self._check_client(form)
        claims = check_subject_token(self.world, self.keys, form["subject_token"])
        if claims.get("authentication_assurance_level") not in (*LEVELS, *map(str, LEVELS)):
            raise Refused(401, "unauthorized_client", "no product is open at this assurance level")
        call.certainty = Certainty.PUBLISHED
        user, session = str(claims.get("sub", "")), str(claims.get("sid", ""))
        worker = self.world.care_workers.get(user)
        roles = tuple(role.role_id for role in worker.roles) if worker else ()
        refresh = self.grants.refresh_token(user, roles, str(claims.get("selected_roleid", "")), session)
        return {**self.for_user(call, refresh), "issued_token_type": ISSUED}

    def _refreshed(self, call: Call, form: Mapping[str, str]) -> dict[str, str]:
        self.check_secret(call, form)
        return self.for_user(call, form.get("refresh_token", ""))

    def check_secret(self, call: Call, form: Mapping[str, str]) -> None:
        """Refuse an application that does not know its own key and secret."""
        environment = self.world.environment
        client = (form.get("client_id"), form.get("client_secret"))
        if client != (environment.api_key, environment.api_secret):
            call.certainty = Certainty.INFERRED
            wrong = "pds.api_key" if client[0] != environment.api_key else "pds.api_secret"
            raise Refused(401, "invalid_client", "client_id or client_secret is invalid", wrong)

    def for_user(self, call: Call, refresh: str) -> dict[str, str]:
        """Give an access token for a refresh token, and the refresh token with it."""
        found = self.grants.use(refresh)
        if found is None:
            raise Refused(401, "invalid_grant", "refresh token is invalid, revoked or expired")
        seconds = self.grants.lasts(found.user_id)
        access = self.grants.give(
            seconds,
            HEALTHCARE_WORKER,
            user_id=found.user_id,
            roles=found.roles,
            selected_role=found.selected_role,
            session=found.session,
        )
        call.facts |= {"user_id": found.user_id, "session": found.session}
        if call.journey is not None:
            self.world.register.link("sign-in", refresh, call.journey)
        left = int((found.ends - self.world.token_clock.now()).total_seconds())
        return {
            **self._written(access, seconds),
            "refresh_token": refresh,
            "refresh_token_expires_in": str(left),
            "refresh_count": str(found.count - 1),
        }

    def _check_client(self, form: Mapping[str, str]) -> None:
        need(
            form.get("client_assertion_type") == ASSERTION_TYPE, "client_assertion_type is not that of a JWT"
        )
        need(bool(form.get("client_assertion")), "client_assertion is missing")
        self.assertions.check(form["client_assertion"])

    def _written(self, token: str, seconds: float) -> dict[str, str]:
        return {
            "access_token": token,
            "expires_in": f"{seconds:g}",  # strings, both: the gateway answers so
            "token_type": "Bearer",
            "issued_at": str(int(self.world.token_clock.now().timestamp() * 1000)),
        }


def _error(refused: Refused) -> Response:
    body: dict[str, Any] = {
        "error": refused.error,
        "error_description": refused.description,
        "message_id": f"rrt-{uuid.uuid4()}",
    }
    return JSONResponse(body, status_code=refused.status)
