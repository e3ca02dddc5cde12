"""A report with everything drawn that its page draws on demand, as report.js would."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from lxml import html as lxml_html

_BLOCK = re.compile(
    r'<script type="application/octet-stream;base85" data-(lines|hexes|packed="([^"]*)")>([^<]*)</script>'
)
_PLACE = re.compile(r'(id="([^"]+)") data-in="([^"]+)"')
_HEX = re.compile("\x7f([uUd])(-?[0-9]*)\x7f")


def fragments(written: str) -> dict[str, dict[str, str]]:
    """Give the HTML that the page holds packed, by group and by the id of the element that it is drawn into."""
    found = list(_BLOCK.finditer(written))
    blocks = {block[1]: block[3] for block in found if not block[2]}
    packs = {tuple(block[2].split(" ")): block[3] for block in found if block[2]}
    return all_joined(blocks["lines"], blocks["hexes"], packs) if blocks else {}


def all_joined(lines: str, hexes: str, packs: Mapping[tuple[str, ...], str]) -> dict[str, dict[str, str]]:
    """Give each fragment of packed groups."""
    kept, known = unpacked(lines), of_base85(hexes)
    contents = {}
    for names, pack in packs.items():
        opened = unpacked(pack)
        assert tuple(opened) == names
        contents |= opened
    return {
        name: {
            id: joined(pieces, kept, with_hexes(content["values"].get(id, ""), known).split(" "))
            for id, pieces in content["pieces"].items()
        }
        for name, content in contents.items()
    }


def drawn(written: str) -> Any:
    """Give the tree of the page with every fragment in its place."""
    return lxml_html.document_fromstring(drawn_text(written))


def drawn_text(written: str) -> str:
    """Give the text of the page with every fragment in its place, and no packed block."""
    return "".join(_filled(_BLOCK.sub("", written), fragments(written)))


def _filled(text: str, packed: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Give a text in pieces: after each summary of what is drawn on demand, the fragment that belongs there."""
    at = 0
    for place in _PLACE.finditer(text):
        end = text.index("</summary>", place.end()) + len("</summary>")
        yield from (text[at : place.end(1)], text[place.end() : end], "\n")
        yield from _filled(packed[place[3]][place[2]], packed)
        at = end
    yield text[at:]


def unpacked(block: str) -> Any:
    """Give what a packed block holds."""
    return json.loads(gzip.decompress(of_base85(block)))


def of_base85(block: str) -> bytes:
    """Give the bytes of a packed block."""
    return base64.b85decode(block.translate(str.maketrans(",/.", "<>&")))


def with_hexes(text: str, hexes: bytes) -> str:
    """Give values with their UUIDs and digests, whose bytes lie apart."""
    after_last = 0

    def digits(found: re.Match[str]) -> str:
        nonlocal after_last
        start = after_last + int(found[2] or 0)
        after_last = start + (2 if found[1] == "d" else 1)
        told = hexes[16 * start : 16 * after_last].hex()
        return told if found[1] == "d" else str(UUID(told)).upper() if found[1] == "U" else str(UUID(told))

    return _HEX.sub(digits, text)


def joined(pieces: list[str | int], lines: list[str], values: list[str]) -> str:
    """Give a fragment of its pieces, of the lines that the page's fragments share, and of the values in them."""
    texts, after_last, unused = [], 0, iter(values)
    for piece in pieces:
        if isinstance(piece, int):
            after_last += piece + 1
            piece = re.sub("\x7f", lambda _: next(unused), lines[after_last - 1])
        texts.append(piece)
    return "\n".join(texts)
