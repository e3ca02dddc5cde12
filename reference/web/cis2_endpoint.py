"""Where CIS2 sends people back to, and where it tells of sessions that have ended."""

from html import escape
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..kit.body import TooLarge, read_body
from ..kit.problems import Refused, ServiceTrouble
from ..national.identity.provider import InvalidToken
from ..service import Service

LOGOUT = "/cis2/logout"
_LARGEST = 64 * 1024


class Cis2Endpoint:
    """The two endpoints of an OpenID client."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def callback(self, request: Request) -> Response:
        """Take in a person who comes back."""
        query = request.query_params
        state, code, error = (query.get(name, "") for name in ("state", "code", "error"))
        # A test build's actor stands for the browser in which the sign-in was begun. A system in use ties the state to
        # that browser by a cookie as well, or a link that somebody was sent signs them in at another's screen.
        # In a thread: CIS2 is asked who it is, and other people are at work too.
        message = await run_in_threadpool(self.service.sessions.finish, state, code, error)
        page = f'<!doctype html><html lang="en"><title>Sign-in</title><p>{escape(message)}</p></html>'
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'"}
        return HTMLResponse(page, headers=headers)

    async def logout(self, request: Request) -> Response:
        """End the sessions that a logout token names; 400 where it is none of CIS2's."""
        try:
            body = (await read_body(request, _LARGEST)).decode("utf-8", "replace")
            token = (parse_qs(body).get("logout_token") or [""])[0]
            await run_in_threadpool(self.service.sessions.end_by_logout_token, token)
        except (TooLarge, InvalidToken, Refused, ServiceTrouble, ValueError):
            return Response(status_code=400, headers={"Cache-Control": "no-store"})
        return Response(status_code=200, headers={"Cache-Control": "no-store"})
