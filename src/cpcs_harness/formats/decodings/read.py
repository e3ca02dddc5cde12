"""Reads a message through all its encodings: each text that comes out is looked through again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from cpcs_harness.formats.artefact.text import text_of as text_of_artefact
from cpcs_harness.formats.artefact.unreadable import Unreadable
from cpcs_harness.formats.decodings import mime, packed, signs, text, written
from cpcs_harness.formats.decodings.budget import Budget
from cpcs_harness.formats.decodings.reading import LIMITS, Limits, Reading, Readings


def readings(content: bytes, media: str = "", encoding: str = "", limits: Limits = LIMITS) -> Readings:
    """Give all that a message says.

    `media`, `encoding`: its Content-Type and Content-Encoding, for what nothing in the bytes themselves says. What a
    bound kept from being read is told in `unread`: it is for the caller to say that it is not accounted for.
    """
    return _Reader(limits).read(content, media, encoding)


class _Reader:
    """Reads one message: breadth first, so that what is plain is read whatever is wrapped up deep beside it."""

    def __init__(self, limits: Limits) -> None:
        self.budget = Budget(limits)
        self.known: set[bytes | str] = set()
        self.texts: list[Reading] = []
        self.opaque = 0

    def read(self, content: bytes, media: str, encoding: str) -> Readings:
        waiting: deque[tuple[bytes | str, tuple[str, ...]]] = deque([(content, ())])
        if "deflate" in encoding.lower() and not packed.is_packed(content):
            waiting.extend((inner, (way,)) for way, inner in packed.deflated(content, self.budget))
        if media.lower().startswith("multipart/"):
            head = f"MIME-Version: 1.0\r\nContent-Type: {' '.join(media.split())}\r\n\r\n".encode(
                "utf-8", "replace"
            )
            waiting.append((head + content, ("HTTP",)))
        while waiting:
            found, ways = waiting.popleft()
            waiting.extend((inner, (*ways, way)) for way, inner in self._inside(found, ways))
        return Readings(tuple(self.texts), tuple(self.budget.left_out), self.opaque)

    def _inside(self, found: bytes | str, ways: tuple[str, ...]) -> Iterator[tuple[str, bytes | str]]:
        """Take one part: note what it says, and give what is in it."""
        if not found or found in self.known or not self.budget.takes(len(found), len(ways)):
            return
        self.known.add(found)
        if isinstance(found, str):
            yield from self._in_text(found, ways)
        elif packed.is_packed(found):
            yield from packed.unpacked(found, self.budget)
        elif signs.is_pdf(found):
            yield from self._in_pdf(found)
        else:
            yield from self._in_bytes(found, ways)

    def _in_bytes(self, found: bytes, ways: tuple[str, ...]) -> Iterator[tuple[str, bytes | str]]:
        if mime.is_mime(found):
            yield from mime.parts(found, self.budget)
        if ways and not text.is_text(found):
            self.opaque += 1
            return
        for said in text.texts_of(found):
            yield from self._in_text(said, ways)

    def _in_text(self, found: str, ways: tuple[str, ...]) -> Iterator[tuple[str, bytes | str]]:
        self.texts.append(Reading(found, ways))
        yield from written.otherwise(found)
        yield from written.embedded(found, self.budget)

    def _in_pdf(self, found: bytes) -> Iterator[tuple[str, bytes | str]]:
        try:
            yield "PDF", text_of_artefact(found)
        except Unreadable as why:
            self.budget.leave(f"a PDF is not read: {why}")
