"""Large parts of events, each kept as a body: what is shown again and again is kept once, and the log is small.

In the log a part's place holds null, and `parts` has by key what belongs there: the digest of a body that is the whole
value, or for a list the digests of its chunks, bodies of some members each. Where a chunk ends follows from its last
member alone, so that a row that comes, goes or changes leaves the chunks of the other rows as they are.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cpcs_harness.evidence.archive import MAX_BODY
from cpcs_harness.evidence.json_text import json_text

SMALL = 512
"""Characters of a value's JSON up to which it stays in the log."""
LONG = 16
"""Members of a list which may be kept in chunks; an object that has one is looked into."""
LARGE = 16 * 1024
"""Characters of a list's JSON above which it is kept in chunks."""
LEAST = 100
"""Characters that members of a list have on average where it is kept in chunks: a digest takes nearly as much room."""
MOST = 25_000
"""Members of a list that is kept in chunks; a longer one is one body."""
CHUNK = 8
"""Members of a chunk, on average. Measured on a run of the reference: fewer make more digests, more keep more twice."""
MANY, LARGER_CHUNK = 1_000, 64
"""Members of a list from which on its chunks are larger: a worklist with earlier runs' referrals has thousands."""
OPEN = frozenset({"request", "response"})
"""Objects of an event that are looked into however small they are: what a reader of the log looks for."""

Parts = dict[str, Any]
"""By key a digest, digests, or the parts of an object."""
Store = Callable[[bytes], str]
"""Keeps a body, and gives its SHA-256."""


def apart(data: Mapping[str, Any], store: Store) -> tuple[str, Parts]:
    """Keep what is large as bodies; gives the JSON of the rest, with null in their places, and the parts."""
    if not any(isinstance(value, (dict, list, tuple)) for value in data.values()):
        text = json_text(data)
        if len(text) <= SMALL:
            return text, Parts()
    said, parts = [], Parts()
    for key, value in data.items():
        text, part = _kept(key, value, store)
        said.append(f"{json_text(str(key))}:{text}")
        if part is not None:
            parts[key] = part
    return "{" + ",".join(said) + "}", parts


def _kept(key: str, value: Any, store: Store) -> tuple[str, Any]:
    """Give what stands in a value's place, and its part, None for a value that stays."""
    if isinstance(value, dict) and (key in OPEN or any(map(_is_long, value.values()))):
        if key in OPEN and len(text := json_text(value)) <= SMALL:
            return text, None  # nothing in it can be larger
        said, inner = apart(value, store)
        return said, inner or None
    if _is_long(value):
        return _kept_list([json_text(member) for member in value], store)
    text = json_text(value)
    if len(text) <= SMALL or not isinstance(value, (list, dict, str)):
        return text, None
    return _kept_whole(text, store)


def _kept_list(members: list[str], store: Store) -> tuple[str, Any]:
    text = _array(members)
    if len(text) <= SMALL:
        return text, None
    if len(text) <= LARGE or len(members) > MOST or len(text) < LEAST * len(members):
        return _kept_whole(text, store)
    return "null", [store(_bytes(_array(chunk))) for chunk in _chunks(members)]


def _kept_whole(text: str, store: Store) -> tuple[str, Any]:
    content = _bytes(text)
    return (text, None) if len(content) > MAX_BODY else ("null", store(content))


def _is_long(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) >= LONG


def _chunks(members: list[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = LARGER_CHUNK if len(members) > MANY else CHUNK
    for member in members:
        chunk.append(member)
        if zlib.crc32(_bytes(member)) % size == 0:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _array(members: list[str]) -> str:
    return f"[{','.join(members)}]"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def whole(data: Any, parts: Any, read: Callable[[str], Any]) -> dict[str, Any]:
    """Put the parts back, each read by its digest; raises ValueError for parts that no recorder wrote."""
    if not isinstance(data, dict) or not isinstance(parts, dict) or not parts.keys() <= data.keys():
        raise ValueError("its parts have no place in what was written")
    return {key: _put(value, parts[key], read) if key in parts else value for key, value in data.items()}


def _put(place: Any, part: Any, read: Callable[[str], Any]) -> Any:
    if isinstance(part, dict):
        return whole(place, part, read)
    if place is not None:
        raise ValueError("its parts have no place in what was written")
    if not isinstance(part, list):
        return read(str(part))
    chunks = [read(str(digest)) for digest in part[: MOST + 1]]
    if not all(isinstance(chunk, list) for chunk in chunks):
        raise ValueError("a chunk of a list is none")
    if sum(map(len, chunks)) > MOST:
        raise ValueError(f"a list of more than {MOST} members is not kept in chunks")
    return [member for chunk in chunks for member in chunk]
