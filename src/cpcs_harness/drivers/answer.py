"""What comes back from one HTTP call to a candidate: an answer, whole and of bounded size, or none."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

MAX_ANSWER = 8 * 1024 * 1024
"""Bytes of one answer that are read, as it is sent and as it is once unpacked."""
MAX_DEPTH = 64
"""Of objects and lists in each other; what is recorded is gone through by recursion."""
MAX_CODINGS = 4
"""Content codings that one answer may be packed in, one in the other."""
_WINDOWS = {"gzip": (zlib.MAX_WBITS | 16,), "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS)}
"""For zlib, by coding; deflate is sent with and without the header that it should have."""


class NoAnswer(Exception):
    """Nothing whole came back; `nobody_there` says that the connection was never made, `too_late` that time ran out."""

    def __init__(self, why: str, *, nobody_there: bool = False, too_late: bool = False) -> None:
        super().__init__(why)
        self.nobody_there = nobody_there
        self.too_late = too_late


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """Names are in lower case."""
    body: bytes

    @property
    def object(self) -> dict[str, Any] | None:
        """The body as a JSON object; None when it is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) and not _too_deep(value) else None

    @property
    def beginning(self) -> str:
        """The body's first 200 characters, for a message."""
        return self.body[:800].decode("utf-8", "replace")[:200]


def unpacked(body: bytes, headers: tuple[tuple[str, str], ...]) -> bytes:
    """Undo the content codings of a body that its headers name; raises NoAnswer for a body that is not packed so."""
    named = ",".join(value for name, value in headers if name == "content-encoding").lower().split(",")
    codings = [coding.strip() for coding in named if coding.strip() in _WINDOWS]
    if len(codings) > MAX_CODINGS:
        raise NoAnswer(f"the answer is packed {len(codings)} times, one in the other")
    for coding in reversed(codings):
        body = _decompressed(body, _WINDOWS[coding])
    return body


def bounded(size: int) -> None:
    """Raise NoAnswer for a size that is more than is read."""
    if size > MAX_ANSWER:
        raise NoAnswer(f"the answer is larger than {MAX_ANSWER} bytes")


def _decompressed(body: bytes, windows: tuple[int, ...]) -> bytes:
    for last, window in enumerate(windows, 1):
        try:
            found = zlib.decompressobj(window).decompress(body, MAX_ANSWER + 1)
        except zlib.error as broken:
            if last == len(windows):
                raise NoAnswer(str(broken)) from broken
        else:
            bounded(len(found))
            return found
    return body


_NESTED = frozenset({dict, list})
"""The types that JSON is read as, of what holds something else."""


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        inside = [outer.values() if type(outer) is dict else outer for outer in level]
        # Most objects have texts alone, which compiled code sees.
        nested = [values for values in inside if not _NESTED.isdisjoint(map(type, values))]
        level = [inner for values in nested for inner in values if type(inner) in _NESTED]
        if not level:
            return False
    return True
