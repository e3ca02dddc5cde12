"""A request and an answer in the form that nearly all have, written and read at once.

Left out: every other form, which is h11's to write, to read, and to refuse. It takes three times as long over this one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from cpcs_harness.drivers.answer import MAX_ANSWER

_NAME = rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+"
_REQUEST = re.compile(rb"[A-Z]+ [!-~]+ HTTP/1\.1\r\n(?:" + _NAME + rb": [!-~](?:[ -~]*[!-~])?\r\n)+\r\n")
_ANSWER = re.compile(rb"HTTP/1\.1 ([2-5]\d\d)(?: [ -~]*)?\r\n((?:" + _NAME + rb":[ -~]*\r\n)+)\r\n")
_LENGTH = re.compile(r"\d{1,9}", re.ASCII)
_WITHOUT_BODY = (204, 304)
_OTHERS_METHODS = ("HEAD", "CONNECT")
_OTHERS_HEADERS = frozenset(
    {"connection", "content-length", "expect", "host", "transfer-encoding", "upgrade"}
)
"""Of a request: what says where it ends, or what becomes of the connection."""


class Head(NamedTuple):
    """What stands before an answer's body, and how long both are."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """Names are in lower case."""
    length: int
    """Bytes of the head itself."""
    size: int
    """Bytes of the body."""


def written(
    method: str, target: bytes, given: Set[str], lines: Sequence[tuple[str, str]], body: bytes
) -> bytes | None:
    """Write a request with its header lines, of which the caller gave some names; None for one of another form."""
    if method in _OTHERS_METHODS or given & _OTHERS_HEADERS:
        return None
    try:
        after = "".join([f"{name}: {value}\r\n" for name, value in lines]).encode("ascii")
    except UnicodeEncodeError:
        return None
    head = b"%s %s HTTP/1.1\r\n%s\r\n" % (method.encode(), target, after)
    return head + body if _REQUEST.fullmatch(head) else None


def read(data: bytes) -> Head | None:
    """Read the head of an answer, the whole of which has come; None for one of another form."""
    found = _ANSWER.match(data)
    if found is None:
        return None
    lines = [line.partition(":") for line in found[2].decode("ascii").split("\r\n")[:-1]]
    headers = tuple([(name.lower(), value.strip(" ")) for name, _, value in lines])
    named = dict(headers)
    size, status = named.get("content-length", ""), int(found[1])
    is_usual = len(named) == len(headers) and named.get("connection", "keep-alive").lower() == "keep-alive"
    if not is_usual or "transfer-encoding" in named or status in _WITHOUT_BODY or not _LENGTH.fullmatch(size):
        return None
    return Head(status, headers, found.end(), int(size)) if int(size) <= MAX_ANSWER else None
