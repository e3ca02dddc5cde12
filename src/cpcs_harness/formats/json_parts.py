"""Parts of JSON from outside, where nothing need be what it should be."""

from __future__ import annotations

import json
from typing import Any


def read_object(body: bytes) -> dict[str, Any]:
    """Give the object that a body is; an empty one where it is none, or is nested too deep to be read."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def object_in(value: Any, key: str) -> dict[str, Any]:
    """Give the object that an object holds under a key; empty where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def objects_in(value: Any, key: str) -> list[dict[str, Any]]:
    """Give the objects of the list that an object holds under a key, or the one object; empty where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    listed = found if isinstance(found, list) else [found]
    return [item for item in listed if isinstance(item, dict)]
