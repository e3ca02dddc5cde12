"""The API platform's own sign-in: a person is sent on to CIS2, and the application gets a code of the platform's.

Source: NHS England API platform, healthcare worker access with CIS2, combined authentication (interface sheet
pds-smsp-auth, section 11.1). Left out: NHS login. What is refused, and how, is inferred from the token endpoint.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Self
from urllib.parse import urlencode

from starlette.responses import JSONResponse, RedirectResponse, Response

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, World
from cpcs_harness.mockkit.service import Services

from ..cis2.claims import SignedIn, facts_of, user_info
from ..cis2.keys import REALM
from ..cis2.service import CIS2
from ..cis2.sign_in import returned
from ..cis2.tokens import Codes, Denied
from ..jwt import Refused
from .service import LEVELS, Platform

SOURCE = "NHS England API platform, healthcare worker access with CIS2, combined authentication"
CLIENT = "128936811467.apps.national"
"""Of the platform at CIS2."""
CALLBACK = "/oauth2/callback"
SCOPE = "openid nationalrbacaccess"
DEFAULT_LEVEL = "AAL3_ANY"
MAX_AGE = "300"


class CombinedPlatform(Platform):
    """The platform with a sign-in of its own: authorize, callback, code and user info."""

    def __init__(self, world: World, cis2: CIS2) -> None:
        super().__init__(world, cis2.keys)
        self.cis2 = cis2
        self.cis2.on_end = lambda session: self.grants.revoke(session=session)
        self.codes = Codes(world)
        self._begun: dict[str, Mapping[str, str]] = {}
        """What an application asked for, by the platform's own state."""
        self._sent_to: dict[str, str] = {}
        """The application's address that each code was sent to."""
        self._people: dict[str, SignedIn] = {}
        """Who signed in, by the access tokens given for a code."""
        for path, handler, operation in (
            ("/oauth2/authorize", self.authorize, "authorize"),
            (CALLBACK, self.callback, "callback"),
            ("/oauth2/userinfo", self.userinfo, "userinfo"),
        ):
            self.route("GET", path, handler, operation=operation, source=SOURCE)

    @classmethod
    def made(cls, world: World, others: Services) -> Self:
        """Make the platform of the Care Identity Service that stands beside it."""
        return cls(world, others[CIS2])

    def on_served(self, address: str) -> None:
        """Register the platform's own address with the Care Identity Service."""
        super().on_served(address)
        self.cis2.partners[CLIENT] = address + CALLBACK

    def authorize(self, call: Call) -> Response:
        """Send a person on to CIS2; an application that is not known gets nothing back."""
        query = dict(call.request.query_params)
        problem = self._problem(query)
        if problem:
            call.certainty = Certainty.INFERRED
            return JSONResponse({"error": "invalid_request", "error_description": problem}, 400)
        state = secrets.token_urlsafe(16)
        self._begun[state] = query
        asked = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self.address + CALLBACK,
            "scope": SCOPE,
            "state": state,
            "max_age": MAX_AGE,
            "acr_values": query.get("acr_values", DEFAULT_LEVEL),
        }
        return RedirectResponse(f"{self.cis2.address}{REALM}/authorize?{urlencode(asked)}", 302)

    def callback(self, call: Call) -> Response:
        """Take a person back from CIS2, and send them back to the application with a code of the platform's own."""
        query = call.request.query_params
        asked = self._begun.pop(query.get("state", ""), None)
        if asked is None:
            return JSONResponse({"error": "invalid_request", "error_description": "unknown state"}, 400)
        try:
            given = {"code": query.get("code", ""), "redirect_uri": self.address + CALLBACK}
            signed_in = self.cis2.codes.redeem(given)
        except Denied:
            call.certainty = Certainty.INFERRED
            return returned(asked["redirect_uri"], {"error": "access_denied", "state": asked["state"]})
        code = self.codes.new(signed_in)
        self._sent_to[code] = asked["redirect_uri"]
        if call.journey is not None:
            self.world.register.link("sign-in", code, call.journey)
        return returned(asked["redirect_uri"], {"code": code, "state": asked["state"]})

    def for_code(self, call: Call, form: Mapping[str, str]) -> dict[str, str]:
        """Give tokens in a person's name for a code, once."""
        call.source = SOURCE
        self.check_secret(call, form)
        try:
            signed_in = self.codes.redeem(form, any_address=True)
            if form.get("redirect_uri") != self._sent_to.pop(form["code"], None):
                raise Denied(400, "invalid_grant", "redirect_uri does not match")
        except Denied as denied:
            call.certainty = Certainty.INFERRED
            raise Refused(400, "invalid_grant", denied.description) from denied
        if signed_in.level not in LEVELS:
            raise Refused(401, "unauthorized_client", "no product is open at this assurance level")
        roles = tuple(role.role_id for role in signed_in.worker.roles)
        user = signed_in.worker.user_id
        refresh = self.grants.refresh_token(user, roles, signed_in.role, signed_in.sid)
        given = self.for_user(call, refresh)
        self._people[given["access_token"]] = signed_in
        call.facts |= facts_of(signed_in)
        return {**given, "sid": signed_in.sid}

    def userinfo(self, call: Call) -> Response:
        """Say who signed in here; of any other token nothing is known here."""
        scheme, _, token = (call.header("authorization") or "").partition(" ")
        signed_in = self._people.get(token.strip()) if scheme == "Bearer" else None
        if signed_in is None:
            known = self.grant_of(token.strip()) is not None
            body = {"error": "invalid_request", "error_description": "the token is of no combined sign-in"}
            return JSONResponse(body, 400 if known else 401)
        if not self.is_good(token.strip()):
            return JSONResponse({"error": "invalid_token", "error_description": "it has ended"}, 401)
        call.facts |= facts_of(signed_in)
        return JSONResponse(user_info(signed_in))

    def _problem(self, query: Mapping[str, str]) -> str:
        if query.get("client_id") != self.world.environment.api_key:
            return "client_id is invalid"
        if not self.cis2.is_registered(query.get("redirect_uri", "")):
            return "redirect_uri is invalid"
        if query.get("response_type") != "code":
            return "response_type is invalid"
        return "" if query.get("state") else "state is missing"
