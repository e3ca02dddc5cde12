"""What the candidate said in one exchange or on one screen, thing by thing."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator
from functools import cached_property, partial
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from cpcs_harness.judging.views import ExchangeView, MessageView, ObservationView
from mutations import in_json, in_mail, in_xml
from mutations.kinds import otherwise
from mutations.leaf import BESIDE, GONE, TWICE, Leaf

View = ExchangeView | ObservationView
READ = tuple(name for name, read in vars(MessageView).items() if isinstance(read, cached_property))
"""What a message remembers once it was read, and of which another one is to remember nothing."""
OF_TRANSPORT = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "transfer-encoding"}
    | {
        "date",
        "server",
        "keep-alive",
        "mex-clientversion",
        "mex-osarchitecture",
        "mex-osname",
        "mex-osversion",
    }
    | {"mex-javaversion"}
)
"""Headers of whatever library sends: they say nothing of CPCS."""


def channel_of(view: View) -> str:
    """Say what it is: a service with its operation, or a screen with its action."""
    if isinstance(view, ObservationView):
        return f"screen {view.action}"
    answered = " (answer)" if view.direction == "to-candidate" else ""
    workflow = view.request.header("Mex-WorkflowID") or ""
    kind = re.sub(r"[^A-Z_]", "", workflow)
    onward = "onward" if b"onward referral from" in view.request.body[:2000] else ""
    return " ".join(filter(None, (view.service, view.operation, kind, onward))) + answered


def leaves_of(view: View, own: Collection[str] = ()) -> Iterator[Leaf]:
    """Give each thing that the candidate said, what has texts of one's own last; a change gives the view with it."""
    if isinstance(view, ObservationView):
        for leaf in in_json.leaves(dict(view._shown), own):
            yield leaf.within("", partial(_shown_otherwise, view))
        return
    side = "request" if view.direction == "from-candidate" else "response"
    message = getattr(view, side)
    for leaf in (*_of_address(message, side), *_of_headers(message), *_of_body(message)):
        yield leaf.within("", partial(_said_otherwise, view, side))


def with_body(view: ExchangeView, body: bytes) -> ExchangeView:
    """Give a call of the candidate's with another body."""
    return _said_otherwise(view, "request", _message(view.request, body=body))


def _shown_otherwise(view: ObservationView, shown: Any) -> ObservationView:
    changed = copy.copy(view)
    for read in ("_made", "_screen"):
        vars(changed).pop(read, None)
    changed._shown = shown
    return changed


def _said_otherwise(view: ExchangeView, side: str, message: MessageView) -> ExchangeView:
    changed = copy.copy(view)
    vars(changed).pop("_made", None)
    setattr(changed, f"_{side}", message)
    return changed


def _message(message: MessageView, **changes: Any) -> MessageView:
    changed = copy.copy(message)
    for read in READ:
        if read != "body" or "body" in changes:
            vars(changed).pop(read, None)
    for name, value in changes.items():
        vars(changed)[name] = value
    return changed


def _of_address(message: MessageView, side: str) -> Iterator[Leaf]:
    if side == "response" or "target" not in message.start:
        for at, to in enumerate(message.start.get("rcpt_to", ()) if side == "request" else ()):
            yield Leaf("envelope to", to, partial(_envelope, message, at))
        return
    path, _, query = message.target.partition("?")
    segments = path.split("/")
    for at, segment in enumerate(segments):
        if at == len(segments) - 1 or re.search(r"\d{3}", segment):
            name = f"address, segment {at}"
            yield Leaf(name, segment, partial(_with_segment, message, segments, at, query))
    pairs = parse_qsl(query, keep_blank_values=True)
    for at, (name, value) in enumerate(pairs):
        yield Leaf(f"address, {name}=", value, partial(_with_pair, message, path, pairs, at))


def _envelope(message: MessageView, at: int, new: Any) -> MessageView | None:
    to = list(message.start["rcpt_to"])
    to[at : at + 1] = _put(to[at], new)
    return _message(message, start={**message.start, "rcpt_to": to})


def _with_segment(
    message: MessageView, segments: list[str], at: int, query: str, new: Any
) -> MessageView | None:
    if new is TWICE or new is BESIDE:
        return None
    changed = [*segments[:at], *([] if new is GONE else [quote(str(new), safe="$%")]), *segments[at + 1 :]]
    target = "/".join(changed) + (f"?{query}" if query else "")
    return _message(message, start={**message.start, "target": target})


def _with_pair(
    message: MessageView, path: str, pairs: list[tuple[str, str]], at: int, new: Any
) -> MessageView:
    name, value = pairs[at]
    put = [(name, text) for text in _put(value, new)]
    query = urlencode([*pairs[:at], *put, *pairs[at + 1 :]])
    return _message(message, start={**message.start, "target": f"{path}?{query}"})


def _of_headers(message: MessageView) -> Iterator[Leaf]:
    for at, (name, value) in enumerate(message.headers):
        if name.lower() not in OF_TRANSPORT:
            yield Leaf(f"header {name.lower()}", value, partial(_with_header, message, at))


def _with_header(message: MessageView, at: int, new: Any) -> MessageView:
    name, value = message.headers[at]
    put = [(name, text) for text in _put(value, new)]
    return _message(message, headers=(*message.headers[:at], *put, *message.headers[at + 1 :]))


def _of_body(message: MessageView) -> Iterator[Leaf]:
    for leaf in _in(message.body, message.header("content-type") or ""):
        yield leaf.within("", partial(_with_body, message))


def _with_body(message: MessageView, body: bytes) -> MessageView:
    return _message(message, body=body)


def _in(body: bytes, media: str) -> Iterator[Leaf]:
    if not body:
        return
    if media == "message/rfc822":
        yield from in_mail.leaves_of(body)
    elif "json" in media:
        yield from in_json.leaves_of(body)
    elif "xml" in media:
        yield from in_xml.leaves_of(body)
    elif "form" in media:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        for at, (name, value) in enumerate(pairs):
            yield Leaf(f"form {name}", value, partial(_form, pairs, at))


def _form(pairs: list[tuple[str, str]], at: int, new: Any) -> bytes:
    name, value = pairs[at]
    put = [(name, text) for text in _put(value, new)]
    return urlencode([*pairs[:at], *put, *pairs[at + 1 :]]).encode()


def _put(value: str, new: Any) -> list[str]:
    """Give what stands in a value's place."""
    if new is GONE:
        return []
    return [value, value] if new is TWICE else [value, otherwise(value)] if new is BESIDE else [str(new)]
