"""Answers every request with 200 and an empty object, and does nothing."""

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from ..service import Service

CATCHES = ()
CONDITION = "nothing is done, so nothing is shown: no criterion, but no requirement met"


async def _yes(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await JSONResponse({})(scope, receive, send)


def install(service: Service) -> None:
    """Say yes to everything."""
    service.web = _yes
