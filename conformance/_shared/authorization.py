"""What a request carries to say who asks."""

from __future__ import annotations

from cpcs_harness.judging import ExchangeView


def bearer(call: ExchangeView) -> str:
    """Give the access token that a request carries; empty where it carries none."""
    scheme, _, token = (call.request.header("Authorization") or "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else ""
