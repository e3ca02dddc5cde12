"""HTML forms as an application or a browser posts them."""

from __future__ import annotations

from urllib.parse import parse_qsl

LONGEST_FORM = 256 * 1024
"""Bytes; a form with two JWTs has some 4 KB: our own bound."""


def form_in(body: bytes) -> dict[str, str]:
    """Read the fields of a form, the last of each name; what lies beyond the longest form is not looked at."""
    return dict(parse_qsl(body[:LONGEST_FORM].decode("utf-8", "replace"), keep_blank_values=True))
