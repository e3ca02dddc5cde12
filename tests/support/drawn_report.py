"""A report with everything drawn that its page draws on demand, as report.js would."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lxml import html as lxml_html

_BLOCK = re.compile(
    r'<script type="application/octet-stream;base85" data-(lines|hexes|packed="([^"]*)")>([^<]*)</script>'
)
_HEX = re.compile("\x7f([uUd])(-?[0-9]*)\x7f")


def fragments(written: str) -> dict[str, dict[str, str]]:
    """Give the HTML that the page holds packed, by group and by the id of the element that it is drawn into."""
    found = list(_BLOCK.finditer(written))
    blocks = {block[1]: block[3] for block in found if not block[2]}
    groups = {block[2]: block[3] for block in found if block[2]}
    return all_joined(blocks["lines"], blocks["hexes"], groups) if blocks else {}


def all_joined(lines: str, hexes: str, groups: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Give each fragment of packed groups."""
    kept, contents = unpacked(lines), {name: unpacked(group) for name, group in groups.items()}
    return {
        name: {
            id: joined(pieces, kept, with_hexes(content["values"].get(id, ""), of_base85(hexes)).split(" "))
            for id, pieces in content["pieces"].items()
        }
        for name, content in contents.items()
    }


def drawn(written: str) -> Any:
    """Give the tree of the page with every fragment in its place."""
    return lxml_html.document_fromstring(drawn_text(written))


def drawn_text(written: str) -> str:
    """Give the text of the page with every fragment in its place, and no packed block."""
    packed = fragments(written)
    page = _BLOCK.sub("", written)
    while places := set(re.findall(r'id="([^"]+)" data-in="([^"]+)"', page)):
        for id, group in places:
            page = _put(page, id, packed[group][id])
    return page


def _put(page: str, id: str, fragment: str) -> str:
    at = re.search(r' data-in="[^"]+"', page[(start := page.index(f'id="{id}" data-in=')) :])
    assert at
    page = page[: start + at.start()] + page[start + at.end() :]
    end = page.index("</summary>", start) + len("</summary>")
    return page[:end] + "\n" + fragment + page[end:]


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
