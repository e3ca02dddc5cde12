"""What one call tells of people: who is named in it, where, and by what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cpcs_harness.formats.decodings.read import readings
from cpcs_harness.formats.decodings.reading import Readings
from cpcs_harness.judging.account.subject import Subject
from cpcs_harness.judging.views.exchange import ExchangeView

ADDRESS, HEADERS, BODY = "address", "headers", "body"


@dataclass(frozen=True)
class Sign:
    """One text that stands for a person, where it was found."""

    kind: str
    text: str
    place: str
    """`address`, `headers` or `body`."""
    ways: tuple[str, ...] = ()
    """The encodings that were undone to find it, the outermost first."""

    def __str__(self) -> str:
        """Say it for a message."""
        ways = f", by way of {', '.join(self.ways)}" if self.ways else ""
        return f"{self.kind} {self.text} in the {self.place}{ways}"


@dataclass(frozen=True)
class Told:
    """Who is named in one call."""

    people: Mapping[Subject, tuple[Sign, ...]]
    unread: tuple[str, ...] = ()
    """Why something of it could not be read."""


class Said(NamedTuple):
    """What a call says in one place, as it was sent."""

    place: str
    content: bytes
    media: str = ""
    packed: str = ""

    def read(self) -> Readings:
        """Undo its encodings."""
        return readings(self.content, self.media, self.packed)


def said_in(call: ExchangeView, body: bytes | None = None, silent: Collection[str] = ()) -> Iterator[Said]:
    """Give all that a call says, by place, but for empty ones; `body` where the message went in several calls.

    `silent` are lines of headers that are known to name nobody, which are not read again.
    """
    request = call.request
    start = " ".join(said for value in request.start.values() for said in _said(value))
    yield Said(ADDRESS, start.encode("utf-8", "replace"))
    lines = "\n".join(line for line in lines_of(call) if line not in silent)
    if lines:
        yield Said(HEADERS, lines.encode("utf-8", "replace"))
    content = request.body if body is None else body
    if content:
        media, packed = (request.header(name) or "" for name in ("content-type", "content-encoding"))
        yield Said(BODY, content, media, packed)


def lines_of(call: ExchangeView) -> Iterator[str]:
    """Give a call's headers, but for Authorization: who signs in is in it, and not whom a message is about."""
    for name, value in call.request.headers:
        if name.lower() != "authorization":
            yield f"{name}: {value}"


def _said(value: object) -> Iterable[str]:
    return map(str, value) if isinstance(value, (list, tuple)) else (str(value),)
