"""The page at the counter: it says aloud that something has arrived. Others can read it, so it names no patient."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse

from ..kit.models import Alert
from ..service import Service

_PAGE = Path(__file__).with_name("counter.html")
_LOOK_SECONDS = 0.5


class Counter:
    """Serves the page of a pharmacy, and tells it of alerts as they come."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def page(self, request: Request) -> Response:
        """The page itself."""
        return HTMLResponse(_PAGE.read_bytes()) if self._knows(request) else _nobody()

    async def alerts(self, request: Request) -> Response:
        """The alerts that come from now on, or, to who asks again, from where it was told last."""
        if not self._knows(request):
            return _nobody()
        last = request.headers.get("Last-Event-ID", "")
        told = self._told(
            request.path_params["ods"], int(last) if last.isdecimal() and len(last) < 10 else None
        )
        return StreamingResponse(told, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    def _knows(self, request: Request) -> bool:
        return any(premises.ods == request.path_params["ods"] for premises in self.service.config.premises)

    async def _told(self, ods: str, last: int | None) -> AsyncIterator[str]:
        """Give events, for as long as the page listens."""
        store = self.service.store
        if last is None:
            last = max((alert.id for alert in await run_in_threadpool(store.alerts_of, ods)), default=0)
        yield f"id: {last}\n\n"
        while True:
            for alert in await run_in_threadpool(store.alerts_of, ods):
                if alert.id > last:
                    last = alert.id
                    yield _event(alert)
            await asyncio.sleep(_LOOK_SECONDS)


def _event(alert: Alert) -> str:
    said = json.dumps({"id": alert.id, "at": alert.at, "text": alert.text})
    return f"id: {alert.id}\ndata: {said}\n\n"


def _nobody() -> Response:
    return PlainTextResponse("This system serves no such pharmacy.", 404)
