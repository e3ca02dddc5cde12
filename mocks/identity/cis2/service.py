"""The Care Identity Service (CIS2) as an OpenID provider: a person signs in, an application learns who they are.

Source: CIS2 Authentication, developer guidance (interface sheet pds-smsp-auth, section 11.2); OpenID Connect Core 1.0
and Back-Channel Logout 1.0. The pages are the project's own, and so is how long a code lasts. Left out: single sign-on
by cookie (everybody signs in each time), user info as a signed JWT, client registration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.setting import WrongSetting
from cpcs_harness.mockkit import Call, Endpoints, Mock, World

from ..form import form_in
from ..jwt import Refused, parts
from .claims import Asked, SignedIn, facts_of, id_token, logout_token, no_logout_tokens, user_info
from .discovery import configuration_of
from .keys import REALM, SIGNATURE, Keys
from .page import problem_page
from .sign_in import PERSON, ROLE, SignIn, back
from .tokens import Codes, Denied, check_client, spoil

SOURCE = "CIS2 Authentication, developer guidance"
OWN_PAGE = "the project's own page"


class CIS2(Mock):
    """Signs people in at its page, and tells the registered application who they are."""

    service = "cis2"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.keys = Keys()
        self.redirect_uri = ""
        """The application's, as registered; while it is empty, any address of the machine is taken."""
        self.partners: dict[str, str] = {}
        """Further clients, by id, each with the one address to which it has people sent back."""
        self.sign_in = SignIn(world, self._signed_in)
        self.codes = Codes(world)
        self.sessions: list[SignedIn] = []
        self.on_end: Callable[[str], object] = lambda _session: None
        """Called with the id of a session that has ended; the platform revokes its tokens."""
        self.spoiled: dict[str, str] = {}
        """How the next ID token of a person is to be wrong, by user id."""
        self._add_routes()

    def on_served(self, address: str) -> None:
        """Be the issuer of that address."""
        super().on_served(address)
        self.keys.issuer = address + REALM

    def configure(self, declaration: Declaration) -> None:
        """Register the address to which the candidate has people sent back."""
        if declaration.cis2 is not None:
            self.redirect_uri = declaration.cis2.redirect_uri

    def is_used(self, declaration: Declaration) -> bool:
        """Only a system whose users sign in with it."""
        return declaration.cis2 is not None

    def endpoints(self, address: str) -> Endpoints:
        """Give the issuer, and the client as which the candidate is registered."""
        environment = self.world.environment
        client = {"client_id": environment.cis2_client_id, "client_secret": environment.cis2_client_secret}
        return {"cis2": {"issuer": address + REALM, **client}}

    def direction_of(self, call: Call) -> str:
        """Say that the page's forms are posted by the harness, for the person who signs in."""
        return "of-harness" if call.operation == "page" else "from-candidate"

    def read_further(self, request: Request, _body: bytes) -> list[str]:
        """Read the ID token by which a session is ended: it names the person."""
        try:
            return [str(parts(request.query_params.get("id_token_hint", ""), "id_token_hint")[1])]
        except Refused:
            return []

    def configuration(self, _call: Call) -> Response:
        """Give the provider's addresses and abilities."""
        return JSONResponse(configuration_of(self.keys.issuer))

    def key_set(self, _call: Call) -> Response:
        """Give the keys by which tokens are verified."""
        return JSONResponse(self.keys.published())

    def authorize(self, call: Call) -> Response:
        """Take a person in whom an application has sent; an application that is not known gets nothing back."""
        query = dict(call.request.query_params)
        client, target = query.get("client_id", ""), query.get("redirect_uri", "")
        if client != self.world.environment.cis2_client_id and client not in self.partners:
            call.facts |= WrongSetting("cis2.client_id").as_facts()
            return problem_page("This application is not known here (client_id).")
        registered = (
            target == self.partners[client] if client in self.partners else self.is_registered(target)
        )
        if not registered:
            return problem_page("This address is not registered for the application (redirect_uri).")
        call.facts["client"] = "platform" if client in self.partners else "candidate"
        asked = Asked.of(query)
        error = _error_of(query, asked)
        return back(asked, {"error": error}) if error else self.sign_in.begin(asked)

    def token(self, call: Call) -> Response:
        """Give ID token and access token for a code, once."""
        form = form_in(call.body)
        try:
            check_client(self.world, f"{self.keys.issuer}/access_token", call.header("authorization"), form)
            if form.get("grant_type") != "authorization_code":
                raise Denied(400, "unsupported_grant_type", "Grant type is not supported")
            signed_in = self.codes.redeem(form)
        except Denied as denied:
            if denied.setting:
                call.facts |= WrongSetting(denied.setting).as_facts()
            body = {"error_description": denied.description, "error": denied.error}
            return JSONResponse(body, denied.status, headers={"Cache-Control": "no-store"})
        return JSONResponse(self._tokens(call, signed_in), headers={"Cache-Control": "no-store"})

    def userinfo(self, call: Call) -> Response:
        """Say who a person is, as far as the scopes that were asked for go."""
        scheme, _, token = (call.header("authorization") or "").partition(" ")
        signed_in = self.codes.bearer(token.strip()) if scheme == "Bearer" else None
        if signed_in is None or signed_in.ended:
            problem = "nobody is signed in by this token"
            return JSONResponse({"error_description": problem, "error": "invalid_token"}, 401)
        call.facts |= facts_of(signed_in)
        return JSONResponse(user_info(signed_in))

    def end_session(self, call: Call) -> Response:
        """End the session that an ID token names, at the application's wish; the platform's tokens go with it."""
        hint = call.request.query_params.get("id_token_hint", "")
        sid = self.codes.session_of(hint)
        for signed_in in self.sessions:
            if signed_in.sid == sid:
                self._end(signed_in)
                call.facts |= facts_of(signed_in)
        target = call.request.query_params.get("post_logout_redirect_uri", "")
        if target and self.is_registered(target, host_alone=True):
            return RedirectResponse(target, 302)
        return Response(status_code=204)

    def logout_tokens(self, user_id: str, *, forged: bool = False) -> list[str]:
        """End a person's sessions, as when a smartcard is pulled; gives the logout tokens that are due.

        No session ends by forged ones: one is signed by a stranger, and the others are no word of a session's end here.
        """
        now, issuer = self.world.token_clock.now(), self.keys.issuer
        sessions = [
            session for session in self.sessions if session.worker.user_id == user_id and not session.ended
        ]
        words = [logout_token(issuer, session, now) for session in sessions]
        if forged:
            strange = [self.keys.sign(claims, typ="logout+jwt", forged=SIGNATURE) for claims in words]
            wrong = [one for claims in words for one in no_logout_tokens(claims)]
            return strange + [self.keys.sign(claims, typ="logout+jwt") for claims in wrong]
        for session in sessions:
            self._end(session)
        return [self.keys.sign(claims, typ="logout+jwt") for claims in words]

    def _add_routes(self) -> None:
        register = self.world.register
        register.belongs_to_run("/.well-known/openid-configuration", "the provider is read for everybody")
        register.belongs_to_run("/connect/jwk_uri", "the provider's keys are read for everybody")
        for method, path, handler, operation in (
            ("GET", "/.well-known/openid-configuration", self.configuration, "discovery"),
            ("GET", "/connect/jwk_uri", self.key_set, "keys"),
            ("GET", "/authorize", self.authorize, "authorize"),
            ("POST", "/access_token", self.token, "token"),
            ("GET", "/userinfo", self.userinfo, "userinfo"),
            ("GET", "/connect/endSession", self.end_session, "end_session"),
        ):
            self.route(method, REALM + path, handler, operation=operation, source=SOURCE)
        for path, page in ((PERSON, self.sign_in.person), (ROLE, self.sign_in.role)):
            self.route("POST", path, page, operation="page", source=OWN_PAGE, certainty=Certainty.MODELLED)

    def _end(self, signed_in: SignedIn) -> None:
        signed_in.ended = True
        self.on_end(signed_in.sid)

    def _tokens(self, call: Call, signed_in: SignedIn) -> dict[str, Any]:
        user = signed_in.worker.user_id
        access = self.codes.new_bearer(signed_in)
        claims = id_token(self.keys.issuer, signed_in, self.world.token_clock.now(), access)
        how = self.spoiled.pop(user, "")
        call.facts |= facts_of(signed_in) | ({"spoiled": how} if how else {})
        written = self.keys.sign(spoil(claims, how), forged=how)
        self.codes.gave(written, signed_in.sid)
        if call.journey is not None:
            for mark in (access, signed_in.sid):
                self.world.register.link("sign-in", mark, call.journey)
        return {
            "access_token": access,
            "scope": " ".join(signed_in.asked.scope),
            "id_token": written,
            "token_type": "Bearer",
            "expires_in": 3599,
        }

    def _signed_in(self, call: Call, signed_in: SignedIn) -> Response:
        self.sessions.append(signed_in)
        code = self.codes.new(signed_in)
        if call.journey is not None:
            self.world.register.link("sign-in", code, call.journey)
        return back(signed_in.asked, {"code": code})

    def is_registered(self, address: str, *, host_alone: bool = False) -> bool:
        """Say whether an address is the application's own, to the letter or by its host alone."""
        if self.redirect_uri and not host_alone:
            return address == self.redirect_uri
        try:
            given, own = urlsplit(address), urlsplit(self.redirect_uri)
        except ValueError:
            return False
        if self.redirect_uri:
            return (given.scheme, given.netloc) == (own.scheme, own.netloc)
        return given.scheme in ("http", "https") and bool(given.hostname)


def _error_of(query: Mapping[str, str], asked: Asked) -> str:
    if query.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in asked.scope:
        return "invalid_scope"
    return "login_required" if asked.prompt == "none" else ""
