"""What a list of a few lines says of many mutations: those that are free, and those that nobody notices yet."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Listed:
    """Places of a channel, by patterns in which `*` stands for anything and brackets for themselves."""

    channel: str
    places: tuple[str, ...]
    kinds: tuple[str, ...]
    """Those that it is about; all, where none is named."""
    why: str

    def has(self, channel: str, place: str, kind: str) -> bool:
        """Say whether it is about a mutation."""
        return (
            fits(channel, self.channel)
            and (not self.kinds or kind in self.kinds)
            and any(fits(place, pattern) for pattern in self.places)
        )


def read(path: Path) -> list[Listed]:
    """Read a list; each line of it has its reason."""
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return [
        Listed(
            channel,
            tuple(entry.get("places", ("*",))),
            tuple(entry.get("kinds", ())),
            entry["why"],
        )
        for entry in entries
        for channel in ([entry["channel"]] if isinstance(entry["channel"], str) else entry["channel"])
    ]


def fits(text: str, pattern: str) -> bool:
    """Say whether a text is of a pattern, in which only `*` has a meaning."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))
