"""Reading an e-mail from outside: its words as plain text, and what hangs on it; nothing of it is run or fetched."""

import email
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from typing import Any

from ...formats.markup_text import readable_markup
from ...formats.safe_xml import clean

_LONGEST = 1_000_000  # characters of text; the largest referral by far would be 60,000
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_MORE = "[This e-mail is longer: read the rest in the mailbox]"


@dataclass(frozen=True)
class Letter:
    """An e-mail as a person reads it."""

    message_id: str
    subject: str
    sent: str
    """ISO, with an offset; empty where the e-mail does not say."""
    text: str
    attachments: tuple[str, ...]


def read(raw: bytes) -> Letter:
    """Read an e-mail; one that is broken is read as far as it goes."""
    try:
        message = email.message_from_bytes(raw)
        parts = list(_parts(message))
    except Exception:  # noqa: BLE001 the standard library raises many things on what is broken or nested too deeply
        return _unread(raw)
    texts = [part for part in parts if not _is_attachment(part)]
    text = "\n\n".join(filter(None, (_text(part) for part in texts)))
    return Letter(
        message_id=header(message, "Message-ID"),
        subject=header(message, "Subject"),
        sent=_sent(message),
        text=_bounded(text),
        attachments=tuple(_name(part) for part in parts if _is_attachment(part) and not _is_signature(part)),
    )


def header(message: Message, name: str) -> str:
    """A header on one line, decoded as far as it can be."""
    value: Any = message.get(name, "")
    try:
        decoded = str(make_header(decode_header(value)))
    except Exception:  # noqa: BLE001 unknown charsets, bad base64 and more
        decoded = str(value)
    return " ".join(clean(decoded).split())


def _unread(raw: bytes) -> Letter:
    """An e-mail that the parser gave up on: what follows its headers, as it stands."""
    head = BytesHeaderParser().parsebytes(raw)
    _, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    text = _bounded(clean(body.decode("utf-8", "replace")))
    return Letter(header(head, "Message-ID"), header(head, "Subject"), _sent(head), text, ())


def _parts(message: Message) -> Iterator[Message]:
    """The parts in order; of alternatives the one that says it in plain text."""
    inner: Any = message.get_payload()
    if not message.is_multipart() or message.get_content_maintype() == "message":
        yield message
        return
    if message.get_content_subtype() == "alternative":
        inner = [_plainest(inner)]
    for part in inner:
        yield from _parts(part)


def _plainest(alternatives: list[Message]) -> Message:
    def rank(part: Message) -> int:
        plain = part.get_content_type() == "text/plain" and bool(_text(part))
        return 0 if plain else 1 if part.get_content_maintype() in {"text", "multipart"} else 2

    return min(alternatives, key=rank)


def _is_attachment(part: Message) -> bool:
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    # A multipart here is one whose parts could not be found: it is shown as it stands.
    is_text = part.get_content_maintype() in {"text", "multipart"}
    return disposition.startswith("attachment") or not is_text


def _is_signature(part: Message) -> bool:
    """A signature of the whole e-mail says nothing to a person that the e-mail does not."""
    return part.get_content_type() in _SIGNATURES


def _text(part: Message) -> str:
    payload: Any = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    text = clean(_decoded(payload, str(part.get_content_charset() or "utf-8"))).removeprefix("\ufeff")
    if part.get_content_subtype() == "html":
        return readable_markup(text)
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")


_WESTERN = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}
"""Names under which Windows' own letters are sent: browsers read them so too (WHATWG, Encoding, labels)."""


def _decoded(payload: bytes, charset: str) -> str:
    """The text: as UTF-8 where it is some and nothing else is said for sure, or else in the charset that is named."""
    named = charset.lower()
    if named in {"utf-8", "us-ascii", "ascii"}:
        try:
            return payload.decode("utf-8")
        except UnicodeDecodeError:
            named = "windows-1252"
    try:
        return payload.decode("windows-1252" if named in _WESTERN else named, "replace")
    except (LookupError, ValueError):
        return payload.decode("utf-8", "replace")


def _sent(message: Message) -> str:
    try:
        when = parsedate_to_datetime(header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return (
        when.isoformat() if when.tzinfo else f"{when.isoformat()}+00:00"
    )  # -0000: in UTC, from nobody knows where


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except Exception:  # noqa: BLE001 as with other headers
        name = ""
    return " ".join(clean(str(name)).split())[:200] or part.get_content_type()


def _bounded(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\n{_MORE}"
