"""Connections that bring no request, nor mail: what came over them instead, and which of many are written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from http import HTTPMethod

from cpcs_harness.evidence.events import Connection

EACH = 20
"""Connections that brought the same to one service of which each is written down; then each whose number doubles."""
KEPT = 2048
"""Bytes that are kept of what came."""
COMMANDS = "commands"
"""What a connection to NHSmail brings that has neither mail nor a log-in."""
_METHODS = tuple(method.encode() for method in HTTPMethod)
_TLS = (b"\x16\x03", b"\x80")
"""How a handshake of TLS begins, and of SSL 2."""


class Silent:
    """The connections to one service that brought no request."""

    def __init__(self, service: str, note: Callable[[Connection], None]) -> None:
        """Tell `note` of each that is to be written down."""
        self._service, self._note = service, note
        self._counts: Counter[str] = Counter()

    def ended(self, first: bytes, brought: str = "", account: str = "") -> None:
        """Take note of a connection that ended, by what had come over it; `brought` where that is known."""
        brought = brought or brought_by(first)
        self._counts[brought] += 1
        count = self._counts[brought]
        if count <= EACH or count & (count - 1) == 0:
            self._note(Connection(self._service, brought, count, first[:KEPT].decode("latin-1"), account))


def brought_by(first: bytes) -> str:
    """Say what came over a connection without a request: nothing | tls | unfinished | bytes."""
    if not first:
        return "nothing"
    if first.startswith(_TLS):
        return "tls"
    return "unfinished" if _is_request(first) else "bytes"


def _is_request(first: bytes) -> bool:
    line, end, _ = first.partition(b"\r\n")
    method, _, _ = line.partition(b" ")
    is_method = method in _METHODS or (line == first == method and _begins_one(method))
    return is_method and (not end or line.endswith((b" HTTP/1.1", b" HTTP/1.0")))


def _begins_one(text: bytes) -> bool:
    return any(method.startswith(text) for method in _METHODS)
