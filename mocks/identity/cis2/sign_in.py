"""The sign-in page of the Care Identity Service: who a person is, with what they sign in, and in which role they work.

Source: CIS2 Authentication, developer guidance: acr values and role selection; the pages are the project's own.
Left out: passwords and devices: who is named is believed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urlsplit

from starlette.responses import RedirectResponse, Response

from cpcs_harness.mockkit import Call, World
from cpcs_harness.people.care_worker import AUTHENTICATORS, CareWorker

from ..form import form_in
from .claims import Asked, SignedIn
from .keys import REALM
from .page import problem_page, role_page, sign_in_page

PERSON, ROLE = f"{REALM}/sign-in/person", f"{REALM}/sign-in/role"
ALLOWED = {
    "AAL3_ANY": {name for name, level in AUTHENTICATORS.items() if level == 3},
    "AAL2_OR_AAL3_ANY": {name for name, level in AUTHENTICATORS.items() if level > 1},
    "AAL2_ANY": {name for name, level in AUTHENTICATORS.items() if level == 2},
    "AAL3_SMARTCARD": {"AAL3_N3_SMARTCARD", "AAL3_CIS2_SMARTCARD"},
    **{name: {name} for name in AUTHENTICATORS},
}
"""Which authenticators each acr value lets a person use."""
OVER = "This sign-in is over; begin it again in your application."


class SignIn:
    """People on their way through the page; `signed_in` says what becomes of one who has come to its end."""

    def __init__(self, world: World, signed_in: Callable[[Call, SignedIn], Response]) -> None:
        self.world = world
        self._signed_in = signed_in
        self._pending: dict[str, Asked] = {}
        """What applications asked for, by the page's own name for each request."""

    def begin(self, asked: Asked) -> Response:
        """Show the page to a person whom an application has sent."""
        request = secrets.token_urlsafe(16)
        self._pending[request] = asked
        return self._ask_who(request)

    def person(self, call: Call) -> Response:
        """Take who signs in and with what; ask for the role where the application wants one selected."""
        form = form_in(call.body)
        asked, worker = self._asked(form), self.world.care_workers.get(form.get("user", ""))
        means = form.get("authenticator", "")
        if asked is None:
            return problem_page(OVER)
        if worker is None or means not in AUTHENTICATORS:
            return self._ask_who(form["request"], "Nobody is known by this user id.")
        if not _may_use(asked, means):
            return back(asked, {"error": "access_denied", "error_description": "no such authenticator"})
        if "selectedrole" in asked.scope and len(worker.roles) > 1:
            request = f"{form['request']}/{worker.user_id}/{means}"
            self._pending[request] = asked
            return role_page(ROLE, request, worker)
        role = worker.roles[0].role_id if "selectedrole" in asked.scope and worker.roles else ""
        return self._end(call, form["request"], worker, means, role)

    def role(self, call: Call) -> Response:
        """Take the role in which a person is to work."""
        form = form_in(call.body)
        _, _, rest = form.get("request", "").partition("/")
        user, _, means = rest.partition("/")
        worker = self.world.care_workers.get(user)
        if self._asked(form) is None or worker is None:
            return problem_page(OVER)
        if form.get("role") not in {role.role_id for role in worker.roles}:
            return role_page(ROLE, form["request"], worker)
        return self._end(call, form["request"], worker, means, form["role"])

    def _ask_who(self, request: str, problem: str = "") -> Response:
        return sign_in_page(PERSON, request, list(self.world.care_workers.values()), problem)

    def _asked(self, form: Mapping[str, str]) -> Asked | None:
        return self._pending.get(form.get("request", ""))

    def _end(self, call: Call, request: str, worker: CareWorker, means: str, role: str) -> Response:
        asked = self._pending.pop(request)
        self._pending.pop(request.partition("/")[0], None)
        now = self.world.token_clock.now()
        return self._signed_in(call, SignedIn(asked, worker, means, AUTHENTICATORS[means], now, role))


def back(asked: Asked, answer: Mapping[str, str]) -> Response:
    """Send a person back to the application that sent them, with an answer and its own state."""
    values = {**answer, **({"state": asked.state} if asked.state is not None else {})}
    return returned(asked.redirect_uri, values)


def returned(redirect_uri: str, values: Mapping[str, str]) -> Response:
    """Send the person's browser back to an application."""
    joint = "&" if urlsplit(redirect_uri).query else "?"
    return RedirectResponse(f"{redirect_uri}{joint}{urlencode(values)}", 302)


def _may_use(asked: Asked, means: str) -> bool:
    allowed = [ALLOWED[value] for value in asked.acr_values if value in ALLOWED]
    return not allowed or any(means in names for names in allowed)
