"""Large observations in parts, each kept as a body: a row of a worklist that is shown again and again is kept once.

In the log a part's place holds null, and `parts` names by key the body that belongs there: one digest for a whole
value, a list of digests for the members of a list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from cpcs_harness.evidence.bodies import MAX_BODY, Bodies

LARGE = 16 * 1024
"""Bytes of a value's JSON above which it is kept apart."""
LEAST = 100
"""Bytes that the members of a list have on average where each is kept by itself: a digest takes nearly as much room."""
MOST = 5_000
"""Members of a list that are kept each by itself; a longer list is one body."""
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
        return [bodies.keep(_json(member), MEDIA).sha256 for member in value]
    return bodies.keep(content, MEDIA).sha256 if len(content) <= MAX_BODY else None


def _read(digests: Any, read: Callable[[str], Any]) -> Any:
    if isinstance(digests, list):
        return [read(str(digest)) for digest in digests]
    return read(str(digests))


def _json(value: Any) -> bytes:
    """Write a value as the log does."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
