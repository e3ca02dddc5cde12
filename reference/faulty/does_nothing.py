"""Candidates that answer and do nothing: no requirement may be met by any of them."""

from __future__ import annotations

from asyncio import Event

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from ..app import App
from ._wrong import wrong


@wrong(catches=(), shows_when="nothing is done, so nothing is shown: no criterion, but no requirement met")
def answers_nothing(app: App) -> None:
    """Accepts connections and answers nothing but the health check."""
    answer = app.web

    async def answer_health_alone(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] != "/health":
            await Event().wait()
        await answer(scope, receive, send)

    app.web = answer_health_alone


@wrong(catches=(), shows_when="nothing is done, so nothing is shown: no criterion, but no requirement met")
def echoes(app: App) -> None:
    """Answers every request with 200 and the request's own body."""

    async def echo(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope, receive)
            kind = request.headers.get("Content-Type", "application/json")
            await Response(await request.body(), media_type=kind)(scope, receive, send)

    app.web = echo


@wrong(catches=(), shows_when="nothing is done, so nothing is shown: no criterion, but no requirement met")
def says_200_to_everything(app: App) -> None:
    """Answers every request with 200 and an empty object, and does nothing."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await JSONResponse({})(scope, receive, send)

    app.web = answer
