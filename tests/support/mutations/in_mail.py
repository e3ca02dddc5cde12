"""The things that an e-mail says: its headers, and each of its parts."""

from __future__ import annotations

import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from functools import partial
from typing import Any

from mutations import in_json, in_text
from mutations.leaf import BESIDE, GONE, TWICE, Leaf

HEADERS = ("From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "Reply-To")


def leaves_of(body: bytes) -> Iterator[Leaf]:
    """Give headers, the lines of texts, and what JSON says that is attached."""
    message = _read(body)
    for name in HEADERS:
        if message[name] is not None:
            yield Leaf(name, str(message[name]), partial(_with_header, body, name))
    for number, part in enumerate(message.walk()):
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        wrap = partial(_with_part, body, number)
        if kind == "text/plain":
            for leaf in in_text.leaves(part.get_content()):
                yield leaf.within("text/", wrap)
        elif kind.endswith("json"):
            for leaf in in_json.leaves_of(part.get_content()):
                yield leaf.within("json/", wrap)


def _read(body: bytes) -> EmailMessage:
    message = email.message_from_bytes(body, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _with_header(body: bytes, name: str, new: Any) -> bytes | None:
    if new is TWICE or new is BESIDE:
        return None
    message = _read(body)
    del message[name]
    if new is not GONE:
        message[name] = str(new)
    return message.as_bytes()


def _with_part(body: bytes, number: int, content: str | bytes) -> bytes:
    message = _read(body)
    part = next(inner for place, inner in enumerate(message.walk()) if place == number)
    if isinstance(content, str):
        part.set_content(content, subtype=part.get_content_subtype())
    else:
        part.set_content(content, *part.get_content_type().split("/"))
    return message.as_bytes()


def with_line(body: bytes, line: str) -> bytes:
    """Give a message with one more line at the end of its text."""
    message = _read(body)
    parts = enumerate(message.walk())
    number, part = next((at, part) for at, part in parts if part.get_content_type() == "text/plain")
    return _with_part(body, number, part.get_content().rstrip("\n") + f"\n{line}\n")
