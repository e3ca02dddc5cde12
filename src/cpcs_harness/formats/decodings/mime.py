"""Parts of a message in MIME, their transfer encodings undone."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import Message

from cpcs_harness.formats.decodings.budget import Budget

_HEAD = re.compile(rb"\s{0,8}(?:[!-9;-~]{1,80}:[^\n]{0,4000}\n(?:[ \t][^\n]{0,4000}\n)*)+\r?\n")
_NAMES_MIME = re.compile(rb"^(?:mime-version|content-type|content-transfer-encoding)\s*:", re.I | re.M)
_BROKEN = (TypeError, ValueError, LookupError, AttributeError, AssertionError, RecursionError)
"""What Python's parser has been seen to raise for hostile messages."""


def is_mime(content: bytes) -> bool:
    """Say whether bytes begin with headers, of which one is of MIME."""
    head = _HEAD.match(content)
    return bool(head and _NAMES_MIME.search(head.group()))


def parts(content: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Give the bodies and file names of all parts; headers stay for whoever reads the message as text."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for number, part in enumerate(message.walk()):
            if number > budget.limits.parts:
                budget.leave(f"it has more than {budget.limits.parts} parts")
                return
            if not part.is_multipart():
                yield from _body(part)
    except _BROKEN as wrong:
        budget.leave(f"a message in MIME is broken: {type(wrong).__name__}")


def _body(part: Message[str, str]) -> Iterator[tuple[str, bytes]]:
    name = part.get_filename()  # which RFC 2231 may have in several pieces
    if name:
        yield "MIME names", name.encode("utf-8", "replace")
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes) and payload:
        yield f"MIME {part.get('content-transfer-encoding', 'part')}".strip(), _in_utf8(payload, part)


def _in_utf8(payload: bytes, part: Message[str, str]) -> bytes:
    charset = str(part.get_param("charset", "") or "")
    if part.get_content_maintype() != "text" or not charset:
        return payload
    try:
        return payload.decode(charset, "replace").encode("utf-8", "replace")
    except (LookupError, ValueError):
        return payload
