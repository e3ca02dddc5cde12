"""Packs what a report draws on demand: fragments of HTML, small, in groups of which a few are opened at a time."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from cpcs_harness.reporters.hexes import Hexes
from cpcs_harness.reporters.shared_lines import Fragments, SharedLines, without_mark

_NO_TAG = bytes.maketrans(b"<>&", b",/.")
"""What HTML would have to escape, and `<!--` changes how a browser reads what follows it in a script element."""


AT_A_TIME = 100_000
"""Bytes of groups after which a pack is full: in many together gzip finds more that is alike."""


@dataclass(frozen=True)
class Packed:
    """Groups of fragments, packed. `lines` and each pack are gzip of JSON; all are base85, with `,/.` for `<>&`."""

    lines: str
    """A list of the lines that stand in more than one fragment, in the order of their first use. A mark in a line
    stands where a value goes."""
    hexes: str
    """The bytes that are written as hexadecimal digits in values, in the order of their first use."""
    packs: Mapping[tuple[str, ...], str]
    """By the names of the groups in it; in each, by group, `pieces` and `values` of each fragment, by its id. The
    pieces are to be joined by newlines: a string is itself, a number is a line of the list above, told by how many
    lines it lies beyond the one after the last that was named. The values, parted by blanks, fill the marks of
    these lines in their order; see hexes.py for what is in them."""


def pack(groups: Mapping[str, Fragments]) -> Packed:
    """Pack groups of fragments. Lines are shared between groups, since gzip itself looks back 32 KB only."""
    clean = {
        name: {id: without_mark(text) for id, text in fragments.items()} for name, fragments in groups.items()
    }
    lines, hexes = SharedLines([text for fragments in clean.values() for text in fragments.values()]), Hexes()
    contents = {name: _json(_content(fragments, lines, hexes)) for name, fragments in clean.items()}
    packs = {tuple(few): _text(_together(few)) for few in _a_few_at_a_time(contents)}
    return Packed(_text(_json(lines.named)), _base85(hexes.content), packs)


def _a_few_at_a_time(contents: Mapping[str, bytes]) -> Iterator[dict[str, bytes]]:
    few: dict[str, bytes] = {}
    for name, content in contents.items():
        few[name] = content
        if sum(map(len, few.values())) > AT_A_TIME:
            yield few
            few = {}
    if few:
        yield few


def _together(contents: Mapping[str, bytes]) -> bytes:
    """Write an object of members that are written already."""
    return b"{%b}" % b",".join(b"%b:%b" % (_json(name), content) for name, content in contents.items())


def _content(fragments: Fragments, lines: SharedLines, hexes: Hexes) -> dict[str, dict[str, Any]]:
    parts = {id: lines.parts(text) for id, text in fragments.items()}
    return {
        "pieces": {id: pieces for id, (pieces, _) in parts.items()},
        "values": {id: hexes.taken_out(" ".join(values)) for id, (_, values) in parts.items() if values},
    }


def _json(content: Any) -> bytes:
    try:
        return to_json(content)  # a tenth of what json takes
    except ValueError:  # half a surrogate pair
        return json.dumps(content, separators=(",", ":")).encode()


def _text(content: bytes) -> str:
    return _base85(gzip.compress(content, 9, mtime=0))


def _base85(content: bytes) -> str:
    return base64.b85encode(content).translate(_NO_TAG).decode()
