"""By what a text shows that it may be encoded: most do not, and need not be read once more."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGNS = ("%", "=?", "&#", "=\n", "=\r", "base64", "BASE64")
"""Of URLs, words in headers, entities, quoted-printable, and MIME."""
_ROW = re.compile(r"[A-Za-z0-9+/_=]{20}")
"""What may be base64; a UUID has no such row."""
_QUOTED_ROW = re.compile(r'"([A-Za-z0-9+/_=]{20}[^"]*)"')


def may_be_encoded(text: str) -> bool:
    """Say whether a text has the signs of an encoding."""
    return any(sign in text for sign in _SIGNS) or _ROW.search(text) is not None


def encoded_in(data: str) -> Iterator[str]:
    """Give the texts of plain data, written as JSON, that have the signs of an encoding."""
    yield from _QUOTED_ROW.findall(data)
    for sign in _SIGNS:
        end = data.find(sign)
        while end >= 0:
            start, at = data.rfind('"', 0, end) + 1, end
            end = data.find('"', at)
            yield data[start : end if end >= 0 else None]
            end = data.find(sign, end) if end >= 0 else -1
