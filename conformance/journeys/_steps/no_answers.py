"""What stands before a service and answers in its place."""

from __future__ import annotations

from typing import Any

_PAGE = b"<html><head><title>Sign in</title></head><body><p>Sign in to use this network.</p></body></html>"
PAGE: dict[str, Any] = {"status": 200, "headers": {"Content-Type": "text/html"}, "body": _PAGE}
"""The page of a network that wants somebody to sign in, which says that all is well."""
