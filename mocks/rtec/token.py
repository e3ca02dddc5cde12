"""Reads the unsigned token that RTEC is called with, as evidence: it is never refused for what it says."""

from __future__ import annotations

import base64
import json
from typing import Any

LONGEST = 8192
"""Characters of a token that is read."""


def read_token(token: str) -> dict[str, Any]:
    """Give header and payload of a token, None for what cannot be read, and the number of its parts."""
    parts = token.split(".") if len(token) <= LONGEST else []
    first, second, third = [*parts, "", "", ""][:3]
    return {"parts": len(parts), "header": _object(first), "payload": _object(second), "signature": third}


def _object(part: str) -> dict[str, Any] | None:
    try:
        text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        data = json.loads(text, parse_constant=lambda _: None)  # NaN and the like, which JSON has not
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
