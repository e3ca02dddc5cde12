"""Bounds the connections that are open to one server at once, and tells whoever opens more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 256
"""Connections of one server; requests over further ones are answered with 503."""
MOST_TOLD = 2 * MOST
"""Connections beyond these are closed at once, with the same answer."""
CERTIFICATE = "client_certificate"
"""Under which a scope's state has the certificate that the client of its connection presented, as `ssl` tells it."""
SECONDS = 5.0
"""That a connection which is one too many has to send its request, and be told."""
WHY = f"more than {MOST} connections are open to this service at once: close some, or keep them for further requests"
_ANSWER = (
    f"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Type: text/plain\r\n"
    f"Content-Length: {len(WHY)}\r\n\r\n{WHY}"
).encode()


def bounded(on_crowd: Callable[[int], None]) -> type[asyncio.Protocol]:
    """Give uvicorn's protocol with these bounds; `on_crowd` is told the limit each time that it is passed anew."""

    class Bounded(H11Protocol):
        _is_crowded = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
            super().connection_made(transport)
            certificate = transport.get_extra_info("peercert")
            self.app_state = {**self.app_state, CERTIFICATE: certificate or {}}
            kind, count = type(self), len(self.connections)
            if count <= MOST:
                kind._is_crowded = False
                return
            if not kind._is_crowded:
                kind._is_crowded = True
                on_crowd(MOST)
            if count > MOST_TOLD:
                transport.write(_ANSWER)
                transport.close()
            else:
                self.app = PlainTextResponse(WHY, status_code=503, headers={"Connection": "close"})
                self.loop.call_later(SECONDS, transport.close)

        def shutdown(self) -> None:
            super().shutdown()
            if self.scheme == "https" and self.transport.is_closing():
                self.transport.abort()  # else it waits until its client says good-bye as well

    return Bounded
