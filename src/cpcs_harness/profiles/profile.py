"""A profile: one model of what no public document states, with its source, and how sure that is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from cpcs_harness._content import ROOT

FOLDER = ROOT / "fixtures" / "profiles"
"""A folder for each profile: ours as `profile.yaml`, and what any such profile may say as `schema.json`."""
FILE, SCHEMA = "profile.yaml", "schema.json"
HEAD = ("profile", "source", "certainty")
"""What each profile says of itself; the rest is what it is about."""


@dataclass(frozen=True)
class Profile:
    """What one profile says, as plain data of the shape of its schema."""

    name: str
    source: str
    certainty: str
    """published | inferred | modelled"""
    held: Mapping[str, Any]
    """All that it says but for its head."""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what it says: comments and layout do not count."""
        said = [self.name, self.source, self.certainty, self.held]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def __getitem__(self, key: str) -> Any:
        """Give one of the things that it says."""
        return self.held[key]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Profile:
        """Make the profile that checked data states."""
        held = {key: value for key, value in data.items() if key not in HEAD}
        return cls(data["profile"], data["source"], data["certainty"], held)


@cache
def names() -> tuple[str, ...]:
    """Name all profiles that there are."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{FILE}")))
