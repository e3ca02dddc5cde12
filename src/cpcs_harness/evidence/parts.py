"""Large observations in parts, each kept as a body: rows of a worklist that are shown again and again are kept once.

In the log a part's place holds null, and `parts` names by key what belongs there: the digest of a body that is the
whole value, or for a list the digests of its chunks, bodies of some members each. Where a chunk ends follows from its
last member alone, so that a row that comes, goes or changes leaves the chunks of the other rows as they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cpcs_harness.evidence.bodies import MAX_BODY, Bodies

LARGE = 16 * 1024
"""Bytes of a value's JSON above which it is kept apart."""
LEAST = 100
"""Bytes that the members of a list have on average where it is kept in chunks: a digest takes nearly as much room."""
MOST = 5_000
"""Members of a list that is kept in chunks; a longer one is one body."""
CHUNK = 4
"""Members of a chunk, on average. Measured on a run of the reference: fewer make more files, more keep more twice."""
MEDIA = "application/json"

Parts = dict[str, str | list[str]]


def apart(observation: Mapping[str, Any], bodies: Bodies) -> tuple[dict[str, Any], Parts]:
    """Keep what is large as bodies; gives the observation with null in its place, and the digests by key."""
    parts: Parts = {}
    for key, value in observation.items():
        digests = _kept(value, bodies)
        if digests is not None:
            parts[key] = digests
    return {key: None if key in parts else value for key, value in observation.items()}, parts


def whole(observation: Any, parts: Any, read: Callable[[str], Any]) -> dict[str, Any]:
    """Put the parts back, each read by its digest; raises ValueError for parts that no recorder wrote."""
    shaped = isinstance(observation, dict) and isinstance(parts, dict)
    if not shaped or any(observation.get(key, "") is not None for key in parts):
        raise ValueError("its parts have no place in what was shown")
    return {key: _read(parts[key], read) if key in parts else value for key, value in observation.items()}


def _kept(value: Any, bodies: Bodies) -> str | list[str] | None:
    if not isinstance(value, (list, dict, str)) or len(content := _json(value)) <= LARGE:
        return None
    if isinstance(value, list) and len(value) <= MOST and len(content) >= LEAST * len(value):
        return [bodies.keep(chunk, MEDIA).sha256 for chunk in _chunks(value)]
    return bodies.keep(content, MEDIA).sha256 if len(content) <= MAX_BODY else None


def _chunks(members: list[Any]) -> Iterator[bytes]:
    chunk: list[bytes] = []
    for member in members:
        chunk.append(_json(member))
        if hashlib.sha256(chunk[-1]).digest()[0] % CHUNK == 0:
            yield _array(chunk)
            chunk = []
    if chunk:
        yield _array(chunk)


def _array(members: list[bytes]) -> bytes:
    return b"[" + b",".join(members) + b"]"


def _read(digests: Any, read: Callable[[str], Any]) -> Any:
    if not isinstance(digests, list):
        return read(str(digests))
    chunks = [read(str(digest)) for digest in digests]
    if not all(isinstance(chunk, list) for chunk in chunks):
        raise ValueError("a chunk of a list is none")
    return [member for chunk in chunks for member in chunk]


def _json(value: Any) -> bytes:
    """Write a value as the log does."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
