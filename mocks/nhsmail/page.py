"""A page of the mailboxes, for a person who keys in what they read there; it runs nothing that a message holds.

Source: none; NHSmail's own web mail looks different. What is read here is not recorded: it is nobody's call.
"""

from __future__ import annotations

import email
import email.policy
import html
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import Self
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from cpcs_harness.mockkit import World
from cpcs_harness.mockkit.http_server import HttpService
from cpcs_harness.mockkit.service import Services

from .smtp import NHSmail

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
STYLE = "body{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto}pre{white-space:pre-wrap;font:inherit}"
SHOWN = 200_000
"""Characters of one text that a page shows."""


class MailPage(HttpService):
    """Mailboxes, the messages of one, and one message."""

    service = "mail_page"

    def __init__(self, world: World, mailboxes: Mapping[str, Sequence[bytes]]) -> None:
        super().__init__(world)
        self.mailboxes = mailboxes

    @classmethod
    def made(cls, world: World, others: Services) -> Self:
        """Make a page of what was delivered to NHSmail."""
        return cls(world, others[NHSmail].mailboxes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            await self.answer(Request(scope))(scope, receive, send)

    def answer(self, request: Request) -> Response:
        """Find what a path names: nothing, an address, or an address and a message's number."""
        raw = request.scope.get("raw_path") or request.url.path.encode()
        parts = [unquote(part) for part in raw.decode("latin-1").split("/") if part]
        if request.method not in ("GET", "HEAD"):
            return _page("Nothing can be sent here", "", 405)
        if not parts:
            return _page("NHSmail (mock)", self._all())
        messages = list(self.mailboxes.get(parts[0].lower(), ()))
        if parts[0].lower() not in self.mailboxes or len(parts) > 2:
            return _page("No such mailbox", "", 404)
        if len(parts) == 1:
            return _page(parts[0], _listed(parts[0], messages))
        number = int(parts[1]) if parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 9 else 0
        if not 1 <= number <= len(messages):
            return _page("No such message", "", 404)
        return _page(*_opened(messages[number - 1]))

    def _all(self) -> str:
        rows = [
            f'<li><a href="/{quote(address, safe="")}">{html.escape(address)}</a>: {_count(len(held))}</li>'
            for address, held in sorted(dict(self.mailboxes).items())
        ]
        return f"<ul>{''.join(rows)}</ul>" if rows else "<p>Nothing has been delivered yet.</p>"


def _listed(address: str, messages: Sequence[bytes]) -> str:
    rows = []
    for number, message in reversed(list(enumerate(messages, start=1))):
        subject, sender = (html.escape(_header(_head(message), name)) for name in ("subject", "from"))
        link = f"/{quote(address, safe='')}/{number}"
        rows.append(f'<li><a href="{link}">{subject or "(no subject)"}</a>, from {sender}</li>')
    return f"<p>Newest first.</p><ul>{''.join(rows)}</ul>"


def _opened(message: bytes) -> tuple[str, str]:
    read = _parsed(message)
    fields = [
        f"<dt>{name.capitalize()}</dt><dd>{html.escape(_header(read, name))}</dd>"
        for name in ("from", "to", "date")
    ]
    texts = [f"<pre>{html.escape(text)}</pre>" for text in _texts(read)]
    names = [f"<li>{html.escape(name)}</li>" for name in _attached(read)]
    attached = f"<h2>Attachments</h2><ul>{''.join(names)}</ul>" if names else ""
    return _header(read, "subject") or "(no subject)", f"<dl>{''.join(fields)}</dl>{''.join(texts)}{attached}"


def _head(message: bytes) -> EmailMessage:
    return _parsed(message[:SHOWN].partition(b"\r\n\r\n")[0])


def _parsed(message: bytes) -> EmailMessage:
    """Read a message; one that no parser bears is all text."""
    try:
        return email.message_from_bytes(message, policy=email.policy.default)
    except Exception:  # noqa: BLE001 - on hostile messages Python's parser raises whatever it likes
        unread = EmailMessage()
        unread.set_content(message[:SHOWN].decode("utf-8", "replace"))
        return unread


def _header(read: EmailMessage, name: str) -> str:
    try:
        return str(read.get(name, ""))
    except Exception:  # noqa: BLE001 - on hostile headers Python's parser raises whatever it likes
        return "(cannot be read)"


def _texts(read: EmailMessage) -> list[str]:
    """Give the plain texts; where there are none, what else is text, with its tags to be seen."""
    parts = [part for part in read.walk() if _kind(part)[0] == "text" and not _name(part)]
    plain = [part for part in parts if _kind(part)[1] == "plain"]
    return [_text(part)[:SHOWN] for part in plain or parts]


def _attached(read: EmailMessage) -> list[str]:
    return [name for part in read.walk() if (name := _name(part))]


def _text(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except Exception:  # noqa: BLE001 - unknown charsets, broken encodings, and what else there is
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _kind(part: EmailMessage) -> tuple[str, str]:
    try:
        return part.get_content_maintype(), part.get_content_subtype()
    except Exception:  # noqa: BLE001 - the email package breaks on some headers in ways of its own
        return "", ""


def _name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except Exception:  # noqa: BLE001 - as above
        return "(a name that cannot be read)"


def _count(messages: int) -> str:
    return f"{messages} message{'' if messages == 1 else 's'}"


def _page(title: str, body: str, status: int = 200) -> Response:
    shown = html.escape(title)
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{shown}</title>'
        f'<style>{STYLE}</style></head><body><p><a href="/">All mailboxes</a></p><h1>{shown}</h1>{body}</body></html>'
    )
    # A lone surrogate, from bytes that are no text, has no encoding.
    return HTMLResponse(page.encode("utf-8", "replace"), status, headers=HEADERS)
