"""Packs what a report draws on demand: fragments of HTML, small, in groups that are opened one at a time."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Fragments = Mapping[str, str]
"""HTML by the id of the element that it is drawn into."""


@dataclass(frozen=True)
class Packed:
    """Groups of fragments, packed: each text is base64 of gzip of JSON."""

    lines: str
    """A list of the lines that stand in more than one fragment, in the order of their first use."""
    groups: Mapping[str, str]
    """By name: an object of fragments. A fragment is a list, to be joined by newlines: a string is itself, a number
    is a line of the list above, told by how many lines it lies beyond the one after the last that was named."""


def pack(groups: Mapping[str, Fragments]) -> Packed:
    """Pack groups of fragments. Lines are shared between groups, since gzip itself looks back 32 KB only."""
    places = _shared_lines(groups)
    contents = {
        name: {id: list(_pieces(text, places)) for id, text in fragments.items()}
        for name, fragments in groups.items()
    }
    return Packed(_text(list(places)), {name: _text(content) for name, content in contents.items()})


def _shared_lines(groups: Mapping[str, Fragments]) -> dict[str, int]:
    texts = [text for fragments in groups.values() for text in fragments.values()]
    holders = Counter(line for text in texts for line in set(text.split("\n")))
    shared = (line for text in texts for line in text.split("\n") if holders[line] > 1)
    return {line: place for place, line in enumerate(dict.fromkeys(shared))}


def _pieces(text: str, places: Mapping[str, int]) -> Iterator[str | int]:
    own: list[str] = []
    after_last = 0
    for line in text.split("\n"):
        place = places.get(line)
        if place is None:
            own.append(line)
            continue
        if own:
            yield "\n".join(own)
            own = []
        yield place - after_last
        after_last = place + 1
    if own:
        yield "\n".join(own)


def _text(content: Any) -> str:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(written, 9, mtime=0)).decode()
