"""The Care Identity Service (CIS2) as an OpenID provider: a person signs in, an application learns who they are.

Source: CIS2 Authentication, developer guidance (interface sheet pds-smsp-auth, section 11.2); OpenID Connect Core 1.0
and Back-Channel Logout 1.0. The pages are the project's own, and so is how long a code lasts. Left out: single sign-on
by cookie (everybody signs in each time), user info as a signed JWT, client registration.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from cpcs_harness.declaration import Declaration
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.mockkit import Call, Endpoints, Mock, World
from cpcs_harness.people.care_worker import AUTHENTICATORS, CareWorker

from .cis2_claims import Asked, SignedIn, facts_of, id_token, logout_token, user_info
from .cis2_keys import ALGORITHM, REALM, Keys
from .cis2_page import problem_page, role_page, sign_in_page
from .cis2_tokens import Codes, Denied, check_client, spoil
from .platform import form_in
from .platform_assertion import Refused, parts

SOURCE = "CIS2 Authentication, developer guidance"
OWN_PAGE = "the project's own page"
SCOPES = ("openid", "profile", "email", "nhsperson", "associatedorgs", "nationalrbacaccess", "selectedrole")
ALLOWED = {
    "AAL3_ANY": {name for name, level in AUTHENTICATORS.items() if level == 3},
    "AAL2_OR_AAL3_ANY": {name for name, level in AUTHENTICATORS.items() if level > 1},
    "AAL2_ANY": {name for name, level in AUTHENTICATORS.items() if level == 2},
    "AAL3_SMARTCARD": {"AAL3_N3_SMARTCARD", "AAL3_CIS2_SMARTCARD"},
    **{name: {name} for name in AUTHENTICATORS},
}
"""Which authenticators each acr value lets a person use."""
ABILITIES = {
    "scopes_supported": list(SCOPES),
    "response_types_supported": ["code"],
    "grant_types_supported": ["authorization_code"],
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": [ALGORITHM],
    "token_endpoint_auth_methods_supported": [
        "client_secret_post",
        "client_secret_basic",
        "private_key_jwt",
    ],
    "token_endpoint_auth_signing_alg_values_supported": ["RS256", "RS512"],
    "acr_values_supported": list(ALLOWED),
    "code_challenge_methods_supported": ["S256"],
    "backchannel_logout_supported": True,
    "backchannel_logout_session_supported": True,
}
"""What the provider says of itself beside its addresses."""


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
        self.pending: dict[str, Asked] = {}
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

    def endpoints(self, address: str) -> Endpoints:
        """Give the issuer, and the client as which the candidate is registered."""
        environment = self.world.environment
        client = {"client_id": environment.cis2_client_id, "client_secret": environment.cis2_client_secret}
        return {"cis2": {"issuer": address + REALM, **client}}

    def direction_of(self, call: Call) -> str:
        """Say that the page's forms are the person's, who is played by the harness."""
        return "of-harness" if call.operation == "page" else "from-candidate"

    def read_further(self, request: Request, _body: bytes) -> list[str]:
        """Read the ID token by which a session is ended: it names the person."""
        try:
            return [str(parts(request.query_params.get("id_token_hint", ""), "id_token_hint")[1])]
        except Refused:
            return []

    def configuration(self, _call: Call) -> Response:
        """Give the provider's addresses and abilities."""
        base = self.keys.issuer
        return JSONResponse(
            {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/access_token",
                "userinfo_endpoint": f"{base}/userinfo",
                "jwks_uri": f"{base}/connect/jwk_uri",
                "end_session_endpoint": f"{base}/connect/endSession",
                **ABILITIES,
            }
        )

    def key_set(self, _call: Call) -> Response:
        """Give the keys by which tokens are verified."""
        return JSONResponse(self.keys.published())

    def authorize(self, call: Call) -> Response:
        """Take a person in whom an application has sent; an application that is not known gets nothing back."""
        query = dict(call.request.query_params)
        client, back = query.get("client_id", ""), query.get("redirect_uri", "")
        if client != self.world.environment.cis2_client_id and client not in self.partners:
            return problem_page("This application is not known here (client_id).")
        registered = back == self.partners[client] if client in self.partners else self.is_registered(back)
        if not registered:
            return problem_page("This address is not registered for the application (redirect_uri).")
        call.facts["client"] = "platform" if client in self.partners else "candidate"
        asked = _asked(query)
        error = _error_of(query, asked)
        if error:
            return _back(asked, {"error": error})
        request = secrets.token_urlsafe(16)
        self.pending[request] = asked
        people = list(self.world.care_workers.values())
        return sign_in_page(f"{REALM}/sign-in/person", request, people)

    def person(self, call: Call) -> Response:
        """Take who signs in and with what; ask for the role where the application wants one selected."""
        form = form_in(call.body)
        asked, worker = self._pending(form), self.world.care_workers.get(form.get("user", ""))
        means = form.get("authenticator", "")
        if asked is None:
            return problem_page("This sign-in is over; begin it again in your application.")
        if worker is None or means not in AUTHENTICATORS:
            action, people = f"{REALM}/sign-in/person", list(self.world.care_workers.values())
            return sign_in_page(action, form["request"], people, "Nobody is known by this user id.")
        if not _may_use(asked, means):
            return _back(asked, {"error": "access_denied", "error_description": "no such authenticator"})
        if "selectedrole" in asked.scope and len(worker.roles) > 1:
            self.pending[f"{form['request']}/{worker.user_id}/{means}"] = asked
            return role_page(f"{REALM}/sign-in/role", f"{form['request']}/{worker.user_id}/{means}", worker)
        role = worker.roles[0].role_id if "selectedrole" in asked.scope and worker.roles else ""
        return self._signed_in(call, form, worker, means, role)

    def role(self, call: Call) -> Response:
        """Take the role in which a person is to work."""
        form = form_in(call.body)
        _, _, rest = form.get("request", "").partition("/")
        user, _, means = rest.partition("/")
        worker = self.world.care_workers.get(user)
        if self._pending(form) is None or worker is None:
            return problem_page("This sign-in is over; begin it again in your application.")
        if form.get("role") not in {role.role_id for role in worker.roles}:
            return role_page(f"{REALM}/sign-in/role", form["request"], worker)
        return self._signed_in(call, form, worker, means, form["role"])

    def token(self, call: Call) -> Response:
        """Give ID token and access token for a code, once."""
        form = form_in(call.body)
        try:
            check_client(self.world, f"{self.keys.issuer}/access_token", call.header("authorization"), form)
            if form.get("grant_type") != "authorization_code":
                raise Denied(400, "unsupported_grant_type", "Grant type is not supported")
            signed_in = self.codes.redeem(form)
        except Denied as denied:
            body = {"error_description": denied.description, "error": denied.error}
            return JSONResponse(body, denied.status, headers={"Cache-Control": "no-store"})
        return JSONResponse(self._tokens(call, signed_in), headers={"Cache-Control": "no-store"})

    def userinfo(self, call: Call) -> Response:
        """Say who a person is, as far as the scopes that were asked for go."""
        scheme, _, token = (call.header("authorization") or "").partition(" ")
        signed_in = self.codes.bearer(token.strip()) if scheme == "Bearer" else None
        if signed_in is None or signed_in.ended:
            told = "nobody is signed in by this token"
            return JSONResponse({"error_description": told, "error": "invalid_token"}, 401)
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

        A forged one is signed by a stranger, and no session ends.
        """
        now, issuer = self.world.clock.now(), self.keys.issuer
        open_ones = [one for one in self.sessions if one.worker.user_id == user_id and not one.ended]
        if not forged:
            for one in open_ones:
                self._end(one)
        return [
            self.keys.sign(logout_token(issuer, one, now), typ="logout+jwt", stranger=forged)
            for one in open_ones
        ]

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
        for name, page in (("person", self.person), ("role", self.role)):
            path = f"{REALM}/sign-in/{name}"
            self.route("POST", path, page, operation="page", source=OWN_PAGE, certainty=Certainty.MODELLED)

    def _end(self, signed_in: SignedIn) -> None:
        signed_in.ended = True
        self.on_end(signed_in.sid)

    def _tokens(self, call: Call, signed_in: SignedIn) -> dict[str, Any]:
        user = signed_in.worker.user_id
        access = self.codes.new_bearer(signed_in)
        claims = id_token(self.keys.issuer, signed_in, self.world.clock.now(), access)
        how = self.spoiled.pop(user, "")
        call.facts |= facts_of(signed_in) | ({"spoiled": how} if how else {})
        written = self.keys.sign(spoil(claims, how), stranger=how == "signature")
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

    def _signed_in(
        self, call: Call, form: Mapping[str, str], worker: CareWorker, means: str, role: str
    ) -> Response:
        request = form["request"]
        asked = self.pending.pop(request)
        self.pending.pop(request.partition("/")[0], None)
        signed_in = SignedIn(asked, worker, means, AUTHENTICATORS[means], self.world.clock.now(), role)
        self.sessions.append(signed_in)
        code = self.codes.new(signed_in)
        if call.journey is not None:
            self.world.register.link("sign-in", code, call.journey)
        return _back(asked, {"code": code})

    def _pending(self, form: Mapping[str, str]) -> Asked | None:
        return self.pending.get(form.get("request", ""))

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


def _asked(query: Mapping[str, str]) -> Asked:
    return Asked(
        query["client_id"],
        query["redirect_uri"],
        tuple(query.get("scope", "").split()),
        query.get("state"),
        query.get("nonce"),
        tuple(query.get("acr_values", "").split()),
        query.get("prompt", ""),
        query.get("code_challenge", ""),
    )


def _error_of(query: Mapping[str, str], asked: Asked) -> str:
    if query.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in asked.scope:
        return "invalid_scope"
    return "login_required" if asked.prompt == "none" else ""


def _may_use(asked: Asked, means: str) -> bool:
    allowed = [ALLOWED[value] for value in asked.acr_values if value in ALLOWED]
    return not allowed or any(means in names for names in allowed)


def _back(asked: Asked, answer: Mapping[str, str]) -> Response:
    values = {**answer, **({"state": asked.state} if asked.state is not None else {})}
    return returned(asked.redirect_uri, values)


def returned(redirect_uri: str, values: Mapping[str, str]) -> Response:
    """Send the person's browser back to an application."""
    joint = "&" if urlsplit(redirect_uri).query else "?"
    return RedirectResponse(f"{redirect_uri}{joint}{urlencode(values)}", 302)
