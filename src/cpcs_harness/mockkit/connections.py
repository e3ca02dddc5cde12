"""Bounds the connections that are open to one server at once, and tells whoever opens more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

from cpcs_harness.mockkit.silent import KEPT

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


def bounded(
    on_crowd: Callable[[int], None], on_silent: Callable[[bytes], None] = lambda _first: None
) -> type[asyncio.Protocol]:
    """Give uvicorn's protocol with these bounds; `on_crowd` is told the limit each time that it is passed anew.

    `on_silent` is told of each connection that ended without a request, with the bytes that had come first.
    """

    class Bounded(H11Protocol):
        _is_crowded = False
        _has_asked = False
        """Whether a request has come, or was not waited for."""
        _first = b""

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
            self._has_asked = True
            if count > MOST_TOLD:
                transport.write(_ANSWER)
                transport.close()
            else:
                self.app = PlainTextResponse(WHY, status_code=503, headers={"Connection": "close"})
                self.loop.call_later(SECONDS, transport.close)

        def data_received(self, data: bytes) -> None:
            if not self._has_asked:
                self._first += data[: KEPT - len(self._first)]
            super().data_received(data)
            if self.cycle is not None:
                self._has_asked, self._first = True, b""

        def connection_lost(self, exc: Exception | None) -> None:
            if not self._has_asked:
                on_silent(self._first)
            super().connection_lost(exc)

        def shutdown(self) -> None:
            super().shutdown()
            if self.scheme == "https" and self.transport.is_closing():
                self.transport.abort()  # else it waits until its client says good-bye as well

    return Bounded
