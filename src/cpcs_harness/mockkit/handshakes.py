"""TLS handshakes that come to nothing, with what came in place of one: asyncio tells nobody of them."""

from __future__ import annotations

import ssl
import weakref
from collections.abc import Callable
from typing import Any, Self

from cpcs_harness.mockkit.silent import KEPT

UNTRUSTED = "untrusted"
"""What a connection brought whose client was shown a certificate that nobody told it to trust; and the fact of a call
that came over such a connection all the same."""
_UNFINISHED = (ssl.SSLWantReadError, ssl.SSLSyscallError)


class Handshakes(ssl.SSLContext):
    """The settings of a server, which tells of each handshake that came to nothing, with the bytes that came first."""

    on_failed: Callable[[bytes], None]
    under_way: weakref.WeakSet[Handshake]
    is_untrusted = False
    """Whether its certificate is of an authority that nobody told a candidate to trust."""

    @classmethod
    def of_server(cls, on_failed: Callable[[bytes], None]) -> Self:
        """Give the defaults of `ssl` for a server that asks for no certificates."""
        context = cls(ssl.PROTOCOL_TLS_SERVER)
        context.sslobject_class = Handshake
        context.on_failed, context.under_way = on_failed, weakref.WeakSet()
        return context

    def end(self) -> None:
        """Tell of those that were left in the middle, when nothing more can come."""
        for handshake in list(self.under_way):
            handshake.failed()


class Handshake(ssl.SSLObject):
    """One handshake over memory, as asyncio does it."""

    context: Handshakes
    _incoming: ssl.MemoryBIO
    _first = b""
    _is_told = False

    @classmethod
    def _create(cls, incoming: ssl.MemoryBIO, *arguments: Any, context: Handshakes, **named: Any) -> Self:
        made: Self = super()._create(incoming, *arguments, context=context, **named)  # type: ignore[misc] # it is not in the stubs of ssl
        made._incoming = incoming
        context.under_way.add(made)
        return made

    def do_handshake(self) -> None:
        """Go on with it, and keep what has come."""
        came = self._incoming.read()
        self._incoming.write(came)
        self._first += came[: KEPT - len(self._first)]
        try:
            super().do_handshake()
        except _UNFINISHED:
            raise
        except ssl.SSLError:
            self.failed()
            raise
        self._is_told, self._first = True, b""
        self.context.under_way.discard(self)

    def failed(self) -> None:
        """Tell of it, once."""
        if not self._is_told:
            self._is_told = True
            self.context.under_way.discard(self)
            self.context.on_failed(self._first)

    def __del__(self) -> None:
        # Whoever goes away in the middle of one is noticed by this alone, while the server goes on.
        self.failed()


def is_untrusted(connection: ssl.SSLObject | None) -> bool:
    """Say whether the client of a connection was shown a certificate that nobody told it to trust, and went on."""
    return connection is not None and getattr(connection.context, "is_untrusted", False)
