"""Lays a message body out for reading. It is untrusted input: nothing in it is fetched or expanded."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from itertools import islice
from typing import Any

from lxml import etree

from cpcs_harness.reporters.text import number, visible

SHOWN = 20_000
"""Characters of one body that a report shows."""
LEAST = 500
"""Characters of room below which a body is not shown at all."""
PREFIX = 12
"""Digits of its SHA-256 by which a body is named that is not shown: enough to find one of many thousands."""
LAID_OUT = 256 * 1024
"""Bytes above which a body is shown as it came."""
DEPTH = 64
"""Nesting above which a body is shown as it came."""
PARTS = 20
"""Parts of one e-mail that a report shows."""

_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library raises over an e-mail made to break it: `x*=a; x*0=b` is a TypeError."""

_TEXTUAL = re.compile(r"text/|xml|json|urlencoded|html|hl7", re.IGNORECASE)
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


@dataclass(frozen=True)
class Part:
    """One part of an e-mail: its headers as a person reads them, and its text or what it is."""

    headers: tuple[tuple[str, str], ...]
    text: str
    note: str


@dataclass(frozen=True)
class Body:
    """A body as a report shows it."""

    form: str
    """XML, JSON, e-mail, form, text or binary; with "as it came" where it could not be laid out."""
    size: int
    text: str = ""
    note: str = ""
    """What is not shown, and where it can be found."""
    parts: tuple[Part, ...] = ()


def lay_out(content: bytes, reference: Mapping[str, Any], protocol: str = "http", room: int = SHOWN) -> Body:
    """Lay out a body that the evidence holds, within the room that the report has left for it."""
    stored = f"bodies/{reference['sha256']}"
    if room < LEAST:
        note = f"It is in bodies/{reference['sha256'][:PREFIX]}…"
        return Body("not shown, to keep this page small", len(content), note=note)
    if protocol == "smtp":
        return _email(content, stored, room)
    form, text = _read(content, str(reference["media"]))
    if form == "binary":
        return Body(form, len(content), note=f"{number(len(content), 'byte')}, not text: {stored}")
    shown, note = _cut(visible(text), stored, room)
    if "cut_from" in reference:
        note = f"{note} Only the first {len(content):,} of {reference['cut_from']:,} bytes were kept.".strip()
    return Body(form, len(content), shown, note)


def _read(content: bytes, media: str) -> tuple[str, str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not _TEXTUAL.search(media):
            return "binary", ""
        text = content.decode("utf-8", "replace")
    else:
        if "\0" in text and not _TEXTUAL.search(media):
            return "binary", ""
    start = text.lstrip()[:1]
    if start == "<":
        laid_out = _xml(content)
        return ("XML", laid_out) if laid_out else ("XML or HTML, as it came", text)
    if start in ("{", "["):
        laid_out = lay_out_json(text)
        return ("JSON", laid_out) if laid_out else ("JSON, as it came", text)
    if "urlencoded" in media.lower():
        return "form", text.replace("&", "\n&")
    return "text", text


def _xml(content: bytes) -> str:
    if len(content) > LAID_OUT or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return ""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_blank_text=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    tree = root.getroottree()
    if getattr(tree.docinfo, "doctype", "") or _deeper(root, DEPTH):
        return ""
    return etree.tostring(tree, encoding="unicode", pretty_print=True).strip()


def _deeper(root: etree._Element, depth: int) -> bool:
    deep = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        deep += 1 if event == "start" else -1
        if deep > depth:
            return True
    return False


def lay_out_json(text: str) -> str:
    """Indent JSON without rewriting it: a key that is there twice stays there twice, `1.50` stays `1.50`."""
    if len(text) > LAID_OUT or text.count("[") + text.count("{") > LAID_OUT // 8:
        return ""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return ""
    laid_out: list[str] = []
    depth, before = 0, ""
    for match in _JSON_TOKEN.finditer(text):
        now = match[0]
        closes = now in ("}", "]")
        depth -= closes
        if (before not in ("{", "[")) if closes else (before in ("{", "[", ",")):
            laid_out.append("\n" + "  " * depth)
        laid_out.append(": " if now == ":" else now)
        depth += now in ("{", "[")
        if depth > DEPTH:
            return ""
        before = now
    return "".join(laid_out)


def _email(content: bytes, stored: str, room: int) -> Body:
    try:
        parts = tuple(_parts(content, stored, room))
    except _BROKEN:
        text, note = _cut(visible(content.decode("utf-8", "replace")), stored, room)
        return Body("e-mail, as it came", len(content), text, note)
    more = f"Only its first {PARTS} parts are shown; all are in {stored}" if len(parts) == PARTS else ""
    return Body("e-mail", len(content), note=more or f"As it was sent: {stored}", parts=parts)


def _parts(content: bytes, stored: str, room: int) -> Iterator[Part]:
    for part in islice(message_from_bytes(content).walk(), PARTS):
        text, note = _part(part, stored, room)
        room -= len(text)
        yield Part(tuple(_headers(part)), text, note)


def _headers(part: Message) -> list[tuple[str, str]]:
    return [(visible(name)[:200], visible(_decoded(str(value)))[:2000]) for name, value in part.items()][:60]


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, ValueError, LookupError):
        return value


def _part(part: Message, stored: str, room: int) -> tuple[str, str]:
    if part.is_multipart():
        return "", ""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if part.get_content_maintype() != "text":
        digest = hashlib.sha256(content).hexdigest()
        name = visible(part.get_filename() or "without a name")[:200]
        return "", f"Attachment {name}: {number(len(content), 'byte')}, SHA-256 {digest}"
    try:
        text = content.decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError, Warning):  # `unicode_escape` warns, which is an error where warnings are
        text = content.decode("utf-8", "replace")
    return _cut(visible(text), stored, room)


def _cut(text: str, stored: str, room: int) -> tuple[str, str]:
    if len(text) <= room:
        return text, ""
    return text[:room], f"{number(len(text) - room, 'more character')} in {stored}"
