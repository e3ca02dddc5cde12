"""By what a text shows that it may be encoded: most do not, and need not be read once more."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGNS = ("%", "=?", "&#", "=\n", "=\r", "base64", "BASE64")
"""Of URLs, words in headers, entities, quoted-printable, and MIME."""
_ROW_SIGN = re.compile(rb"[A-Za-z0-9+/_=]")
_ROW = re.compile(r"[A-Za-z0-9+/_=]{20}")
"""What may be base64; a UUID has no such row."""
_SHAPES = bytes(
    ord('"' if code == ord('"') else "r" if _ROW_SIGN.match(bytes((code,))) else " ") for code in range(256)
)
_QUOTED_ROW = b'"' + b"r" * 20
"""The shape of what begins with such a row: found much sooner than by an expression."""


def may_be_encoded(text: str) -> bool:
    """Say whether a text has the signs of an encoding."""
    return any(sign in text for sign in _SIGNS) or _ROW.search(text) is not None


def encoded_in(data: str) -> Iterator[str]:
    """Give the texts of plain data, written as JSON, that have the signs of an encoding."""
    yield from _quoted_rows(data.encode("utf-8", "surrogatepass"))
    for sign in _SIGNS:
        end = data.find(sign) if sign[0] in data else -1  # a single letter is found ten times as fast as two
        while end >= 0:
            start, at = data.rfind('"', 0, end) + 1, end
            end = data.find('"', at)
            yield data[start : end if end >= 0 else None]
            end = data.find(sign, end) if end >= 0 else -1


def _quoted_rows(content: bytes) -> Iterator[str]:
    shape = content.translate(_SHAPES)
    at = shape.find(_QUOTED_ROW)
    while at >= 0 and (end := shape.find(b'"', at + 1)) >= 0:
        yield content[at + 1 : end].decode("utf-8", "surrogatepass")
        at = shape.find(_QUOTED_ROW, end + 1)
