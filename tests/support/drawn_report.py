"""A report with everything drawn that its page draws on demand, as report.js would."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any

from lxml import html as lxml_html

_BLOCK = re.compile(
    r'<script type="application/octet-stream;base64" data-(?:lines|packed="([^"]*)")>([^<]*)</script>'
)


def fragments(written: str) -> dict[str, dict[str, str]]:
    """Give the HTML that the page holds packed, by group and by the id of the element that it is drawn into."""
    blocks = {found[1]: unpacked(found[2]) for found in _BLOCK.finditer(written)}
    lines = blocks.pop(None, [])
    return {
        name: {id: joined(pieces, lines) for id, pieces in group.items()} for name, group in blocks.items()
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
    return json.loads(gzip.decompress(base64.b64decode(block)))


def joined(pieces: list[str | int], lines: list[str]) -> str:
    """Give a fragment of its pieces, and of the lines that the page's fragments share."""
    texts, after_last = [], 0
    for piece in pieces:
        if isinstance(piece, int):
            after_last += piece + 1
            piece = lines[after_last - 1]
        texts.append(piece)
    return "\n".join(texts)
