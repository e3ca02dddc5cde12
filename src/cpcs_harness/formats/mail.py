"""E-mails as they were submitted."""

from __future__ import annotations

import email
import email.headerregistry
import email.policy
import html
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from functools import lru_cache


@dataclass(frozen=True)
class Mail:
    """What a message says, its parts decoded."""

    sender: str
    recipients: tuple[str, ...]
    """Of To, Cc and Bcc, in lower case."""
    subject: str
    text: str
    """All text parts, one after another; those in HTML as they are read, without tags."""
    attachments: tuple[str, ...]
    """File names."""


_SHORT = 1_000
"""Characters of a header that is remembered as it was parsed."""
_parse_header = email.headerregistry.HeaderRegistry()
_parse_short_header = lru_cache(1_000)(_parse_header)


def _header(name: str, value: str) -> email.headerregistry.BaseHeader:
    """Parse a header: Python does so each time that one is asked for, and most mails have the same ones."""
    return (_parse_short_header if len(value) <= _SHORT else _parse_header)(name, value)


_POLICY = email.policy.default.clone(header_factory=_header)
_TAG = re.compile(r"<[^<>]*>")
_BROKEN = (TypeError, ValueError, LookupError, AttributeError, AssertionError, RecursionError)
"""What Python's parser of headers has been seen to raise on hostile ones."""


def read_mail(body: bytes) -> Mail:
    """Read a message; what cannot be decoded is replaced, and what cannot be parsed at all is all text."""
    try:
        return _parsed(body)
    except _BROKEN:
        return Mail("", (), "", body.decode("utf-8", "replace"), ())


def _parsed(body: bytes) -> Mail:
    message = email.message_from_bytes(body, policy=_POLICY)
    headers = [str(value) for name in ("to", "cc", "bcc") for value in message.get_all(name, [])]
    parts = [part for part in message.walk() if not part.is_multipart()]
    names = tuple(name for part in parts if (name := part.get_filename()))
    text = "\n".join(_text(part) for part in parts if part.get_content_maintype() == "text")
    return Mail(
        sender=parseaddr(str(message.get("from", "")))[1].lower(),
        recipients=tuple(address.lower() for _, address in getaddresses(headers)),
        subject=str(message.get("subject", "")),
        text=text,
        attachments=names,
    )


def _text(part: EmailMessage) -> str:
    try:
        text = str(part.get_content())
    except (LookupError, ValueError, KeyError, Warning):  # `unicode_escape` warns, an error where checks run
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return html.unescape(_TAG.sub(" ", text)) if part.get_content_subtype() == "html" else text
