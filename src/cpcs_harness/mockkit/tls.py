"""TLS of services that a candidate calls by it, under the environment's throw-away authority."""

from __future__ import annotations

import os
import ssl
import tempfile
from pathlib import Path


def server_context(pem: str) -> ssl.SSLContext:
    """Give the context of a server whose private key and certificate chain this is."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    handle, name = tempfile.mkstemp(suffix=".pem")  # OpenSSL reads certificates from files only
    try:
        with os.fdopen(handle, "w") as file:
            file.write(pem)
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()
    return context
