"""TLS of services that a candidate calls by it, under the environment's throw-away authority."""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Callable
from pathlib import Path

from starlette.types import Scope

from cpcs_harness.mockkit.connections import CERTIFICATE, UNTRUSTED_SERVER
from cpcs_harness.mockkit.handshakes import UNTRUSTED, Handshakes


def server_context(
    pem: str, clients_ca: str = "", on_failed: Callable[[bytes], None] = lambda _first: None
) -> Handshakes:
    """Give the context of a server whose private key and certificate chain this is.

    With the authority of its clients it asks for their certificates. Who has none is let in, so that this is seen; who
    has one of another authority is not. `on_failed` is told of each handshake that came to nothing, by its first bytes.
    """
    context = Handshakes.of_server(on_failed)
    _load(context, pem)
    if clients_ca:
        context.verify_mode = ssl.CERT_OPTIONAL
        context.load_verify_locations(cadata=clients_ca)
    return context


def _load(context: ssl.SSLContext, pem: str) -> None:
    """Load a key, which OpenSSL reads from files only: in memory, where a kill leaves nothing, if the system can."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("cpcs"), "w") as file:
            file.write(pem)
            file.flush()
            context.load_cert_chain(f"/proc/self/fd/{file.fileno()}")
        return
    handle, name = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(pem)
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()


def presented(scope: Scope) -> str:
    """Name whoever presented a certificate with the connection of a request; empty where nobody did."""
    certificate = scope["state"][CERTIFICATE]
    names = (pair for part in certificate.get("subject", ()) for pair in part)
    return next((value for name, value in names if name == "commonName"), "")


def untrusted_fact(scope: Scope) -> dict[str, bool]:
    """Give as a fact that a request came though nobody told its client to trust the service; nothing elsewhere."""
    return {UNTRUSTED: True} if scope.get("state", {}).get(UNTRUSTED_SERVER) else {}
