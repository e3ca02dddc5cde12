"""The pages of the Care Identity Service: who signs in, with what, and in which role. Plain forms, without a script."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from starlette.responses import HTMLResponse

from cpcs_harness.people.care_worker import AUTHENTICATORS, SMARTCARD, CareWorker

LISTED = 50
"""People that the page offers by name; anybody's user id may be typed in."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
}


def sign_in_page(action: str, request: str, people: Iterable[CareWorker], problem: str = "") -> HTMLResponse:
    """Ask who signs in, and with which authenticator; `problem` says why it is asked once more."""
    options = "".join(
        f'<option value="{escape(person.user_id)}">{escape(person.full_name)}</option>'
        for person, _ in zip(people, range(LISTED), strict=False)
    )
    means = "".join(
        f"<option{' selected' if name == SMARTCARD else ''}>{escape(name)}</option>"
        for name in AUTHENTICATORS
    )
    fields = (
        f'<p><label>User id <input name="user" list="people" required></label>'
        f'<datalist id="people">{options}</datalist></p>'
        f'<p><label>Authenticator <select name="authenticator">{means}</select></label></p>'
    )
    return _form("Sign in with your Care Identity", action, request, fields, problem)


def role_page(action: str, request: str, worker: CareWorker) -> HTMLResponse:
    """Ask in which role a person who has several is to work."""
    roles = "".join(
        f'<p><label><input type="radio" name="role" value="{escape(role.role_id)}" required> '
        f"{escape(role.organisation)} ({escape(role.ods)}), {escape(role.name)}</label></p>"
        for role in worker.roles
    )
    return _form("Select your role", action, request, roles, "")


def problem_page(problem: str, status: int = 400) -> HTMLResponse:
    """Say what is wrong, to the person: nothing goes back to an application that nobody can be sure of."""
    return _page("Sign-in cannot go on", f'<p role="alert">{escape(problem)}</p>', status)


def _form(title: str, action: str, request: str, fields: str, problem: str) -> HTMLResponse:
    alert = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    body = (
        f'{alert}<form method="post" action="{escape(action)}">'
        f'<input type="hidden" name="request" value="{escape(request)}">{fields}'
        "<p><button>Continue</button></p></form>"
    )
    return _page(title, body, 200)


def _page(title: str, body: str, status: int) -> HTMLResponse:
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<body><main><h1>{escape(title)}</h1><p>A mock of CIS2, for tests: all people are made up.</p>"
        f"{body}</main></body></html>"
    )
    return HTMLResponse(html, status, headers=_HEADERS)
