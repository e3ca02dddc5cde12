"""Accepts connections and answers nothing but the health check."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from ..service import Service

CATCHES = ()
CONDITION = "nothing is done, so nothing is shown: no criterion, but no requirement met"


def _mute(app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] != "/health":
            await asyncio.Event().wait()
        await app(scope, receive, send)

    return answer


def install(service: Service) -> None:
    """Answer nothing."""
    service.web = _mute(service.web)
